import { type Command, Option } from 'commander';
import { databaseOption } from '../accounts/databaseOption';
import { dataOption } from '../dataDirectory';
import { withExamples } from '../examples';

// `export` and `import`: how a relay moves to another computer, and comes back after a disk has failed.

export function addBackupCommands(program: Command): void {
  addExportCommand(program);
  addImportCommand(program);
}

function addExportCommand(program: Command): void {
  const command = program
    .command('export')
    .description('Write all that makes the relay itself into one encrypted file: a backup, or to move it.')
    .argument('<file>', 'the file to write; for you alone to read')
    .addOption(dataOption())
    .addOption(
      new Option('--account <file>', 'the file with the account that `server` keeps').env('RELAY_ACCOUNT'),
    )
    .addOption(new Option('--username <name>', "in its place, the relay's user name").env('RELAY_USERNAME'))
    .addOption(
      new Option('--password <password>', 'its password (other users of this computer can see options)').env(
        'RELAY_PASSWORD',
      ),
    )
    .addOption(
      new Option('--password-file <file>', 'file with the password alone').env('RELAY_PASSWORD_FILE'),
    )
    .addOption(tlsDirectoryOption())
    .addOption(
      new Option('--config <file>', 'the file that `server` has its options from, in their place').env(
        'RELAY_CONFIG',
      ),
    )
    .addOption(passphraseOption())
    .option('--force', 'write over a file that is there')
    .addHelpText(
      'after',
      '\nThe relay may go on running. The passphrase is asked for, or taken from RELAY_PASSPHRASE; without it nobody can read the file.',
    )
    .action(async (file, options, command) =>
      (await import('./runExport')).runExport(file, options, command),
    );
  withExamples(command, [
    'buckets-relay export relay.backup --account relay-account.json',
    'buckets-relay export relay.backup --config relay.toml',
    'buckets-relay export relay.backup --account relay-account.json --data /var/lib/relay --passphrase-file passphrase.txt --force',
  ]);
}

function addImportCommand(program: Command): void {
  const command = program
    .command('import')
    .description(
      'Make this computer’s relay the one that `export` wrote; or take over the accounts of the reference’s database.',
    )
    .argument('<file>', 'the file that `export` wrote, or a database of the reference (SQLite)')
    .addOption(dataOption())
    .addOption(
      new Option(
        '--account <file>',
        'where to put the account (default: account.json, with the rest, see --data)',
      ).env('RELAY_ACCOUNT'),
    )
    .addOption(tlsDirectoryOption())
    .addOption(passphraseOption())
    .addOption(databaseOption())
    .option('--force', 'take the place of a relay that is there; its files are kept under other names')
    .option('--dry-run', 'say what is in the file, and what would be written')
    .addHelpText('after', '\nThe passphrase is asked for, or taken from RELAY_PASSPHRASE.')
    .action(async (file, options, self) => {
      const { isDatabase } = await import('./isDatabase');
      if (!(await isDatabase(file))) return (await import('./runImport')).runImport(file, options);
      const { runImportAccounts } = await import('../accounts/runImportAccounts');
      return runImportAccounts(file, options.dryRun === true, self);
    });
  withExamples(command, [
    'buckets-relay import relay.backup --dry-run',
    'buckets-relay import relay.backup --account relay-account.json',
    'buckets-relay import reference.sqlite --database accounts.sqlite',
    'buckets-relay import relay.backup --data /var/lib/relay --passphrase-file passphrase.txt --force',
  ]);
}

const tlsDirectoryOption = (): Option =>
  new Option(
    '--tls-directory <directory>',
    'where the self-signed certificate and its key are kept (default: with the rest, see --data)',
  ).env('RELAY_TLS_DIRECTORY');

const passphraseOption = (): Option =>
  new Option('--passphrase-file <file>', 'file with the passphrase of the backup alone');
