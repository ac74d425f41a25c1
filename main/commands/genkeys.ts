import type { Command } from 'commander';
import { writeIdentity } from '../client/keyFiles';
import { generateIdentity } from '../protocol/identity';
import { Failure } from './failure';
import { describeKeyFileProblem } from './sentences';

export function addGenkeysCommand(program: Command): void {
  program
    .command('genkeys')
    .description('Make the key pair that tells a device from all others.')
    .option('-p, --public <file>', 'file for the public key', 'relay.key.public')
    .option('-s, --secret <file>', 'file for the secret key', 'relay.key.secret')
    .action(async (options: { public: string; secret: string }) => {
      const files = { publicPath: options.public, secretPath: options.secret };
      const written = await writeIdentity(files, generateIdentity());
      if (!written.ok) throw new Failure(describeKeyFileProblem(written.error));
      process.stdout.write(`Wrote ${files.publicPath}\nWrote ${files.secretPath}\n`);
      process.stdout.write(`Public key:\n${written.value}\n`);
    });
}
