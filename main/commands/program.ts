import { Command } from 'commander';
import { printableLines } from '../texts/printable';
import { addAccountCommands } from './accounts/accountCommands';
import { databaseOption } from './accounts/databaseOption';
import { addAdminCommand } from './admin/adminCommand';
import { addBackupCommands } from './backup/backupCommands';
import { addChatCommand } from './chatCommand';
import { addCompletionCommand } from './completionCommand';
import { addDevicesCommand } from './devices/devicesCommand';
import { addDiscoverCommand } from './discoverCommand';
import { addDoctorCommand } from './doctorCommand';
import { addGenkeysCommand } from './genkeysCommand';
import { addInviteCommands } from './invites/inviteCommands';
import { addMailCommand } from './mail/mailCommand';
import { addManPageCommand } from './manPageCommand';
import { addQrCommand } from './qrCommand';
import { addServerCommand } from './server/serverCommand';
import { addServiceCommand } from './service/serviceCommand';
import { addTransferCommands } from './transferCommands';

/** The commands in the order of the help, by what adds them. */
const COMMANDS: readonly (readonly [names: string, add: (program: Command) => void])[] = [
  ['server', addServerCommand],
  ['devices', addDevicesCommand],
  ['service', addServiceCommand],
  ['export import', addBackupCommands],
  ['genkeys', addGenkeysCommand],
  ['send receive', addTransferCommands],
  ['chat', addChatCommand],
  ['qr', addQrCommand],
  [
    'adduser passwd blockuser unblockuser verifyuser disablelicense deluser users stats backup',
    addAccountCommands,
  ],
  ['invite invites uninvite', addInviteCommands],
  ['admin', addAdminCommand],
  ['mail-test', addMailCommand],
  ['discover', addDiscoverCommand],
  ['doctor', addDoctorCommand],
  ['completion', addCompletionCommand],
  ['man-page', addManPageCommand],
];

/** Words by which all of them are told. */
const TELL_ALL = ['completion', 'man-page', 'help', '--help', '-h'];

/**
 * The command line. Nothing runs until it is given words to parse. With `words`, those that it will be given, it has the
 * commands that are named among them alone, since each costs time at every start; all of them where none is.
 */
export function createProgram(version: string, words: readonly string[] = []): Command {
  const program = new Command('buckets-relay')
    .description('A personal relay for Buckets, and the device side of its protocol.')
    .version(version)
    .showHelpAfterError('(--help tells more)')
    .configureOutput({ writeErr: (text) => process.stderr.write(printableLines(text)) })
    // Before a command's name, too; see databaseOf.
    .addOption(databaseOption().hideHelp())
    .exitOverride();
  const named = COMMANDS.filter(([names]) => names.split(' ').some((name) => words.includes(name)));
  const tellsAll = words.some((word) => TELL_ALL.includes(word));
  for (const [, add] of named.length > 0 && !tellsAll ? named : COMMANDS) add(program);
  return program;
}
