import type { Command } from 'commander';
import { withExamples } from '../examples';
import { IntegerOption } from '../server/integerOption';
import { databaseOption } from './databaseOption';

// What an operator does with the accounts of `server --multi-user`, beside it while it runs. Names and outputs are those
// of the reference where it has the command.

const load = () => import('./runAccountCommand');

export function addAccountCommands(program: Command): void {
  addUserCommands(program);
  const users = program
    .command('users')
    .description('List the users of a relay for many.')
    .addOption(databaseOption())
    .option('--json', 'as JSON, for programs')
    .action(async (options, command) => (await load()).listUsers(options, command));
  withExamples(users, ['buckets-relay users', 'buckets-relay -d relay.sqlite users --json']);
  const stats = program
    .command('stats')
    .description('Tell what passed, by user and by address, as JSON: the twenty largest of each.')
    .addOption(databaseOption())
    .addOption(new IntegerOption('--days <number>', 'from so many days ago on', 0, 36_500).default(30))
    .action(async (options, command) => (await load()).tellStatistics(options, command));
  withExamples(stats, ['buckets-relay stats --days 7', 'buckets-relay stats -d relay.sqlite']);
  const backup = program
    .command('backup')
    .description('Copy the database of a relay for many, beside it while it runs.')
    .argument('<file>', 'the file to write')
    .addOption(databaseOption())
    .action(async (file, _options, command) => (await load()).backUp(file, command));
  withExamples(backup, [
    'buckets-relay backup accounts-backup.sqlite',
    'buckets-relay -d sqlite:/data/bucketsrelay.sqlite backup /backup/today.sqlite',
  ]);
}

function addUserCommands(program: Command): void {
  const of = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .argument('<email>', 'whose account it is')
      .addOption(databaseOption());
  const withPassword = (command: Command) =>
    command.option('--password-stdin', 'read the password from standard input: its first line');

  withExamples(
    withPassword(of('adduser', 'Add a user, verified, to a relay for many.')).action(
      async (email, options, command) => (await load()).addUser(email, options, command),
    ),
    [
      'buckets-relay adduser anna@example.org',
      'buckets-relay adduser anna@example.org --password-stdin < password.txt',
    ],
  );
  withExamples(
    withPassword(of('passwd', 'Give a user another password. Connected devices stay.')).action(
      async (email, options, command) => (await load()).changePassword(email, options, command),
    ),
    [
      'buckets-relay passwd anna@example.org',
      'buckets-relay passwd anna@example.org --password-stdin < password.txt',
    ],
  );
  const simple = [
    ['blockuser', 'Block a user: all devices are out, and none comes in again.'],
    ['unblockuser', 'Let a blocked user in again.'],
    ['verifyuser', 'Take a user’s address for verified.'],
    ['disablelicense', 'Disable the licence that a user logged in with last.'],
    ['deluser', 'Delete a user, with all that is kept about them.'],
  ] as const;
  for (const [name, description] of simple)
    withExamples(
      of(name, description).action(async (email, _options, command) =>
        (await load()).changeUser(name, email, command),
      ),
      [`buckets-relay ${name} anna@example.org`, `buckets-relay ${name} anna@example.org -d relay.sqlite`],
    );
}
