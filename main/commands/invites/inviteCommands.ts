import { type Command, InvalidArgumentError, Option } from 'commander';
import { databaseOption } from '../accounts/databaseOption';
import { withExamples } from '../examples';
import { IntegerOption } from '../server/integerOption';

// What lets somebody register at a relay with `--registration invite`.

const load = () => import('./runInvites');

/** Characters that a note may have. */
const MAX_NOTE = 100;

export function addInviteCommands(program: Command): void {
  const invite = program
    .command('invite')
    .description('Make a code with which somebody registers at a relay for many. It is shown once.')
    .addOption(databaseOption())
    .addOption(new IntegerOption('--uses <number>', 'so many may register with it', 1, 10_000).default(1))
    .addOption(new IntegerOption('--days <number>', 'for so many days', 1, 365).default(14))
    .addOption(
      new Option('--note <text>', 'what you call it, as whom it is for').default('').argParser(parseNote),
    )
    .action(async (options, command) => (await load()).makeInvite(options, command));
  withExamples(invite, [
    'buckets-relay invite',
    'buckets-relay invite --uses 5 --days 30 --note "The choir"',
  ]);
  const invites = program
    .command('invites')
    .description('List the invites that still work, without their codes.')
    .addOption(databaseOption())
    .option('--json', 'as JSON, for programs')
    .action(async (options, command) => (await load()).listInvites(options, command));
  withExamples(invites, ['buckets-relay invites', 'buckets-relay invites --json']);
  const uninvite = program
    .command('uninvite')
    .description('Take an invite back. Who has registered with it stays.')
    .argument('<invite>', 'its note, or how its number begins')
    .addOption(databaseOption())
    .action(async (name, _options, command) => (await load()).takeBackInvite(name, command));
  withExamples(uninvite, ['buckets-relay uninvite "The choir"', 'buckets-relay uninvite 3f0c9a1e']);
}

function parseNote(text: string): string {
  const note = text.trim();
  if (note.length <= MAX_NOTE) return note;
  throw new InvalidArgumentError(`It has at most ${MAX_NOTE} characters.`);
}
