import type { Command } from 'commander';
import { withExamples } from './examples';

export function addGenkeysCommand(program: Command): void {
  const command = program
    .command('genkeys')
    .description('Make the key pair that tells a device from all others.')
    .option('-p, --public <file>', 'file for the public key', 'relay.key.public')
    .option('-s, --secret <file>', 'file for the secret key', 'relay.key.secret')
    .action(async (options) => (await import('./runGenkeys')).runGenkeys(options));
  withExamples(command, [
    'buckets-relay genkeys',
    'buckets-relay genkeys --public phone.public --secret phone.secret',
  ]);
}
