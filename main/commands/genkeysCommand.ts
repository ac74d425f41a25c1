import type { Command } from 'commander';

export function addGenkeysCommand(program: Command): void {
  program
    .command('genkeys')
    .description('Make the key pair that tells a device from all others.')
    .option('-p, --public <file>', 'file for the public key', 'relay.key.public')
    .option('-s, --secret <file>', 'file for the secret key', 'relay.key.secret')
    .action(async (options) => (await import('./runGenkeys')).runGenkeys(options));
}
