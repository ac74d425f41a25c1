import { createRequire } from 'node:module';
import { err, ok, type Result } from '../../lib/result';
import { createHashThreads } from './hashThreads';
import type { HashCost } from './passwordHash';

/** What is used of the package that hashes. Both work on threads of their own. */
export interface Argon2 {
  hash(password: string, cost: HashCost): Promise<string>;
  /** Rejects for what is no hash. */
  verify(stored: string, password: string): Promise<boolean>;
}

/** Loads it; the error says what to do where it is not installed. */
export async function loadArgon2(): Promise<Result<Argon2, string>> {
  try {
    // Its native part is loaded only now.
    await import('@node-rs/argon2');
    const threads = createHashThreads(createRequire(import.meta.url).resolve('@node-rs/argon2'));
    return ok({
      // Argon2id, version 19, a salt of 16 bytes and a hash of 32 are what it takes unless told otherwise.
      hash: async (password, { memory, passes, lanes }) =>
        String(
          await threads.run({
            hash: [password, { memoryCost: memory, timeCost: passes, parallelism: lanes }],
          }),
        ),
      verify: async (stored, password) => (await threads.run({ verify: [stored, password] })) === true,
    });
  } catch {
    return err(
      'A relay for many users needs the packages better-sqlite3 and @node-rs/argon2: install them with `npm install -g better-sqlite3 @node-rs/argon2`.',
    );
  }
}
