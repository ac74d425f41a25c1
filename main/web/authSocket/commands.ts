import { z } from 'zod';
import type { Registered, Registration } from '../../accounts/registration/registrationTypes';
import type { Visitor } from '../../accounts/registration/visitor';
import { err, ok, type Result } from '../../lib/result';
import { problemText, UNEXPECTED, UNKNOWN_COMMAND } from './problemText';

/** What a command came to: said under `response`, or under `error`; nothing where deployed pages expect neither. */
export type Outcome = { readonly response?: boolean } | { readonly error: string };

/** Does what was asked for. Rejects only for a fault of the registration's. */
export type Command = (registration: Registration, visitor: Visitor) => Promise<Outcome>;

/** Undefined for arguments of another shape. */
type ReadCommand = (args: unknown) => Command | undefined;

/** Commands whose arguments have to be of `shape`. */
const command =
  <T>(
    shape: z.ZodType<T>,
    run: (registration: Registration, args: T, visitor: Visitor) => Promise<Registered<unknown>>,
    /** What is said where it was done, and there is nothing else to say. */
    done: Outcome,
  ): ReadCommand =>
  (args) => {
    const read = shape.safeParse(args);
    if (!read.success) return undefined;
    return async (registration, visitor) => {
      const result = await run(registration, read.data, visitor);
      if (!result.ok) return { error: problemText(result.error) };
      return typeof result.value === 'boolean' ? { response: result.value } : done;
    };
  };

const TRUE: Outcome = { response: true };

/** Deployed pages look for neither a response nor an error there. */
const BARE: Outcome = {};

const text = z.string();

const COMMANDS: ReadonlyMap<unknown, ReadCommand> = new Map([
  [
    'register',
    command(
      z.object({ email: text, password: text, invite: text.optional() }),
      (registration, { invite, ...asked }, visitor) =>
        registration.register({ ...asked, ...(invite !== undefined && { invite }) }, visitor),
      TRUE,
    ),
  ],
  [
    'sendVerify',
    command(
      z.object({ email: text }),
      (registration, { email }, visitor) => registration.sendVerification(email, visitor),
      TRUE,
    ),
  ],
  [
    'verify',
    command(
      z.object({ email: text, code: text }),
      (registration, { email, code }, visitor) => registration.verify(email, code, visitor),
      TRUE,
    ),
  ],
  [
    'resetPassword',
    command(
      z.object({ email: text }),
      (registration, { email }, visitor) => registration.sendReset(email, visitor),
      BARE,
    ),
  ],
  [
    'updatePassword',
    command(
      z.object({ token: text, new_password: text }),
      (registration, args, visitor) => registration.resetPassword(args.token, args.new_password, visitor),
      BARE,
    ),
  ],
]);

/** The command of a name, with its arguments; the error is what to say where there is none. */
export function readCommand(name: unknown, args: unknown): Result<Command, string> {
  const read = COMMANDS.get(name);
  if (!read) return err(UNKNOWN_COMMAND);
  const found = read(args);
  return found ? ok(found) : err(UNEXPECTED);
}
