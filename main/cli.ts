import { CommanderError } from 'commander';
import { version } from '../package.json';
import { CommandError, EXIT_CODES } from './commands/commandError';
import { readEnvironment } from './commands/environment';
import { createProgram } from './commands/program';
import { printStatus } from './commands/terminal';

async function main(): Promise<void> {
  // A reader that has had enough (`receive … | head`) is no crash.
  process.stdout.on('error', (error) => fail(`Standard output cannot be written: ${error.message}`));
  // And a log that nobody reads any more is no reason to end.
  process.stderr.on('error', () => {});
  readEnvironment(process.env);
  try {
    await createProgram(version, process.argv.slice(2)).parseAsync();
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
