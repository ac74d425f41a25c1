import { availableParallelism } from 'node:os';
import { loadArgon2 } from '../../accounts/passwords/argon2';
import {
  createPasswordHasher,
  hashesAtOnce,
  type PasswordHasher,
} from '../../accounts/passwords/passwordHasher';
import { CommandError } from '../commandError';

/** What makes and verifies passwords' hashes on this computer. Throws a CommandError where its package is missing. */
export async function openHasher(onHashed?: (ms: number) => void): Promise<PasswordHasher> {
  const argon2 = await loadArgon2();
  if (!argon2.ok) throw new CommandError(argon2.error);
  return createPasswordHasher(argon2.value, hashesAtOnce(availableParallelism()), undefined, onHashed);
}
