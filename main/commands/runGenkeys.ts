import { writeIdentity } from '../client/keyFiles';
import { generateIdentity } from '../protocol/identity';
import { CommandError } from './commandError';
import { keyFileProblemMessage } from './problemMessages';

/** Writes a new key pair into two files, and prints the public one. Throws a CommandError. */
export async function runGenkeys(options: { public: string; secret: string }): Promise<void> {
  const files = { publicPath: options.public, secretPath: options.secret };
  const written = await writeIdentity(files, generateIdentity());
  if (!written.ok) throw new CommandError(keyFileProblemMessage(written.error));
  process.stdout.write(`Wrote ${files.publicPath}\nWrote ${files.secretPath}\n`);
  process.stdout.write(`Public key:\n${written.value}\n`);
}
