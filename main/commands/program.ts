import { Command } from 'commander';
import { printableLines } from '../texts/printable';
import { addAccountCommands } from './accounts/accountCommands';
import { databaseOption } from './accounts/databaseOption';
import { addBackupCommands } from './backup/backupCommands';
import { addChatCommand } from './chatCommand';
import { addCompletionCommand } from './completionCommand';
import { addDevicesCommand } from './devices/devicesCommand';
import { addDiscoverCommand } from './discoverCommand';
import { addDoctorCommand } from './doctorCommand';
import { addGenkeysCommand } from './genkeysCommand';
import { addManPageCommand } from './manPageCommand';
import { addQrCommand } from './qrCommand';
import { addServerCommand } from './server/serverCommand';
import { addServiceCommand } from './service/serviceCommand';
import { addTransferCommands } from './transferCommands';

/** The command line with all its commands. Nothing runs until it is given words to parse. */
export function createProgram(version: string): Command {
  const program = new Command('buckets-relay')
    .description('A personal relay for Buckets, and the device side of its protocol.')
    .version(version)
    .showHelpAfterError('(--help tells more)')
    .configureOutput({ writeErr: (text) => process.stderr.write(printableLines(text)) })
    // Before a command's name, too; see databaseOf.
    .addOption(databaseOption().hideHelp())
    .exitOverride();
  addServerCommand(program);
  addDevicesCommand(program);
  addServiceCommand(program);
  addBackupCommands(program);
  addGenkeysCommand(program);
  addTransferCommands(program);
  addChatCommand(program);
  addQrCommand(program);
  addAccountCommands(program);
  addDiscoverCommand(program);
  addDoctorCommand(program);
  addCompletionCommand(program);
  addManPageCommand(program);
  return program;
}
