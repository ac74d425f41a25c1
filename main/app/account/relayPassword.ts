import type { Problem } from '../../../preload/views';
import { err, ok, type Result } from '../../lib/result';
import type { PasswordStore } from '../settings/persistence';
import { makePassword } from './account';

/** The relay's password, and the one before it. */
export interface RelayPassword {
  /** Made at the first start; a locked keychain is a problem, never a reason to make another. */
  password(): Result<string, Problem>;
  /** Undefined while the keychain is locked. */
  reveal(): string | undefined;
  replace(secret: string): void;
  /** The password before the last change in this run; undefined when there was none, or it was locked. */
  before(): string | undefined;
}

/** `onSaved` hears of every try to save it: why that failed, in the system's words, or undefined. */
export function createRelayPassword(
  store: PasswordStore,
  onSaved: (problem: string | undefined) => void,
): RelayPassword {
  let before: string | undefined;

  function save(secret: string): void {
    const saved = store.save(secret);
    onSaved(saved.ok ? undefined : saved.error);
  }

  function password(): Result<string, Problem> {
    const stored = store.read();
    if (!stored.ok) return err({ kind: 'passwordLocked' });
    if (stored.value !== undefined) return ok(stored.value);
    const made = makePassword();
    save(made);
    return ok(made);
  }

  return {
    password,
    reveal() {
      const secret = password();
      return secret.ok ? secret.value : undefined;
    },
    replace(secret) {
      const stored = store.read();
      before = stored.ok ? stored.value : undefined;
      save(secret);
    },
    before: () => before,
  };
}
