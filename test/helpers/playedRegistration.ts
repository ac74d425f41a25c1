import type {
  Registered,
  Registration,
  RegistrationProblem,
} from '../../main/accounts/registration/registrationTypes';
import type { Visitor } from '../../main/accounts/registration/visitor';
import { err, ok } from '../../main/lib/result';
import { Queue } from './queue';

/** What was asked of the registration, without the visitor. */
export type Asked = readonly [name: string, ...args: readonly unknown[]];

/**
 * A registration that does as the test says. Unless told otherwise it does everything, at once; `anna@example.org` is
 * verified.
 */
export class PlayedRegistration implements Registration {
  readonly asked: Asked[] = [];
  readonly visitors = new Queue<Visitor>();
  /** What each of the next ones comes to, in their order; an error is thrown. */
  readonly outcomes: (RegistrationProblem | Error)[] = [];
  /** All that is asked waits for it. */
  gate: Promise<unknown> = Promise.resolve();

  register(asked: { readonly email: string; readonly password: string }, visitor: Visitor) {
    return this.played<void>(['register', asked], visitor, undefined);
  }
  sendVerification(email: string, visitor: Visitor) {
    return this.played<void>(['sendVerification', email], visitor, undefined);
  }
  verify(email: string, code: string, visitor: Visitor) {
    return this.played(['verify', email, code], visitor, email === 'anna@example.org');
  }
  sendReset(email: string, visitor: Visitor) {
    return this.played<void>(['sendReset', email], visitor, undefined);
  }
  resetPassword(code: string, password: string, visitor: Visitor) {
    return this.played<void>(['resetPassword', code, password], visitor, undefined);
  }

  private async played<T>(asked: Asked, visitor: Visitor, value: T): Promise<Registered<T>> {
    this.asked.push(asked);
    this.visitors.push(visitor);
    const outcome = this.outcomes.shift();
    await this.gate;
    if (outcome instanceof Error) throw outcome;
    return outcome ? err(outcome) : ok(value);
  }
}

/** Has all that is asked of a registration wait, and gives what ends that. */
export function hold(registration: PlayedRegistration): () => void {
  let open = () => {};
  registration.gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  return open;
}
