import type { Command } from 'commander';
import { withExamples } from '../examples';
import { mailSettingOptions } from './mailSettings';

export function addMailCommand(program: Command): void {
  const command = program
    .command('mail-test')
    .description('Send a test mail, as a relay for many users would with the same settings.')
    .argument('<address>', 'whom to send it to')
    .option('--config <file>', 'the relay’s config file');
  for (const option of mailSettingOptions()) command.addOption(option);
  command.action(async (address, _options, command) =>
    (await import('./runMailTest')).runMailTest(address, command),
  );
  withExamples(command, [
    'buckets-relay mail-test anna@example.org',
    'buckets-relay mail-test anna@example.org --config relay.toml',
  ]);
}
