import { type Command, InvalidArgumentError, Option } from 'commander';
import { withExamples } from './examples';

/** How long relays may take to answer, in seconds. */
const DEFAULT_TIMEOUT_S = 3;
const MAX_TIMEOUT_S = 600;

export function addDiscoverCommand(program: Command): void {
  const command = program
    .command('discover')
    .description('List the relays that advertise themselves in this network.')
    .option('--json', 'as JSON, for programs')
    .addOption(
      new Option('--timeout <seconds>', 'how long to wait for answers')
        .default(DEFAULT_TIMEOUT_S)
        .argParser(parseTimeout),
    )
    .action(async (options) => (await import('./findRelay')).listRelays(options));
  withExamples(command, ['buckets-relay discover', 'buckets-relay discover --timeout 10 --json']);
}

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && seconds > 0 && seconds <= MAX_TIMEOUT_S) return seconds;
  throw new InvalidArgumentError(`It has to be a number of seconds, up to ${MAX_TIMEOUT_S}.`);
}
