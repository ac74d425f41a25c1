import { safeStorage } from 'electron';
import { z } from 'zod';
import type { PasswordStorage } from '../../../preload/views';
import type { PasswordStore } from '../../app/settings/persistence';
import { passwordSchema } from '../../app/settings/settings';
import { err, ok, type Result } from '../../lib/result';
import type { JsonFile } from './jsonFile';

// Sealed by the system's keychain, in base64; or in clear, where there is none, guarded by the file's mode alone.
const schema = z.discriminatedUnion('kept', [
  z.object({ kept: z.literal('keychain'), sealed: z.base64() }),
  z.object({ kept: z.literal('file'), password: passwordSchema }),
]);

type Entry = z.infer<typeof schema>;

/** The relay's password in `file`, sealed where the system has a keychain. Needs the app to be ready. */
export function createPasswordStore(file: JsonFile): PasswordStore {
  /** Known for as long as the app runs, also when it could not be written. */
  let known: string | undefined;
  let kept: PasswordStorage = hasKeychain() ? 'keychain' : 'file';

  function read(): Result<string | undefined, 'locked'> {
    if (known !== undefined) return ok(known);
    const stored = file.read();
    if (!stored.ok) return err('locked');
    if (stored.value === undefined) return ok(undefined);
    const entry = schema.safeParse(stored.value);
    if (!entry.success) return err('locked');
    const password = entry.data.kept === 'file' ? ok(entry.data.password) : unseal(entry.data.sealed);
    if (!password.ok) return password;
    kept = entry.data.kept;
    known = password.value;
    // Written in clear when there was no keychain, and now there is one.
    if (kept === 'file' && hasKeychain()) save(password.value);
    return password;
  }

  function save(password: string): Result<void, string> {
    // What cannot be read may still be wanted, by an older keychain or by hand.
    const aside = read().ok ? ok(undefined) : file.putAside(new Date());
    known = password;
    if (!aside.ok) return aside;
    const entry = passwordEntry(password);
    const written = file.write(entry);
    if (written.ok) kept = entry.kept;
    return written;
  }

  return { kept: () => kept, read, save };
}

/** The password as its file holds it. */
export const passwordEntry = (password: string): Entry => seal(password) ?? { kept: 'file', password };

/** Undefined where there is no keychain, or it refuses. */
function seal(password: string): Extract<Entry, { kept: 'keychain' }> | undefined {
  if (!hasKeychain()) return undefined;
  try {
    return { kept: 'keychain', sealed: safeStorage.encryptString(password).toString('base64') };
  } catch {
    return undefined;
  }
}

function unseal(sealed: string): Result<string, 'locked'> {
  try {
    return ok(safeStorage.decryptString(Buffer.from(sealed, 'base64')));
  } catch {
    return err('locked');
  }
}

/** On Linux, Electron can also "seal" with a key that everybody knows; that is no keychain. */
function hasKeychain(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
}
