import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { addChatCommand } from './commands/chatCommand';
import { CommandError, EXIT_CODES } from './commands/commandError';
import { addDevicesCommand } from './commands/devices/devicesCommand';
import { addDiscoverCommand } from './commands/discoverCommand';
import { addDoctorCommand } from './commands/doctorCommand';
import { readEnvironment } from './commands/environment';
import { addGenkeysCommand } from './commands/genkeysCommand';
import { addQrCommand } from './commands/qrCommand';
import { addServerCommand } from './commands/server/serverCommand';
import { printStatus } from './commands/terminal';
import { addTransferCommands } from './commands/transferCommands';
import { printableLines } from './texts/printable';

const program = new Command('buckets-relay')
  .description('A personal relay for Buckets, and the device side of its protocol.')
  .version(version)
  .showHelpAfterError('(--help tells more)')
  .configureOutput({ writeErr: (text) => process.stderr.write(printableLines(text)) })
  .exitOverride();

addServerCommand(program);
addDevicesCommand(program);
addGenkeysCommand(program);
addTransferCommands(program);
addChatCommand(program);
addQrCommand(program);
addDiscoverCommand(program);
addDoctorCommand(program);

async function main(): Promise<void> {
  // A reader that has had enough (`receive … | head`) is no crash.
  process.stdout.on('error', (error) => fail(`Standard output cannot be written: ${error.message}`));
  // And a log that nobody reads any more is no reason to end.
  process.stderr.on('error', () => {});
  readEnvironment(process.env);
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has said what was wrong; asking for help or the version is not an error.
      process.exitCode = error.exitCode === 0 ? 0 : EXIT_CODES.usage;
    } else {
      if (error instanceof CommandError) fail(error.message, error.exitCode);
      fail(`Something unexpected went wrong: ${error}`);
    }
  }
}

function fail(sentence: string, exitCode: number = EXIT_CODES.failed): never {
  printStatus(sentence);
  process.exit(exitCode);
}

void main();
