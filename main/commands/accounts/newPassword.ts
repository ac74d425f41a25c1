import { askSecretly, hasTerminal } from '../askSecretly';
import { CommandError } from '../commandError';

/** Bytes that a password may have. */
const MAX_BYTES = 1_024;

/**
 * The password that somebody types, or with `fromStdin`, or where there is no terminal, the first line of standard input
 * with all its spaces. Throws a CommandError.
 */
export async function newPassword(fromStdin: boolean): Promise<string> {
  const password = fromStdin || !hasTerminal() ? await firstLine() : await askSecretly('Password? ');
  if (password === undefined || password === '')
    throw new CommandError('No password was given, and nothing was changed.');
  if (Buffer.byteLength(password) <= MAX_BYTES) return password;
  throw new CommandError(`The password is longer than ${MAX_BYTES} bytes. Choose a shorter one.`);
}

async function firstLine(): Promise<string> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of process.stdin) {
    bytes = Buffer.concat([bytes, Buffer.from(chunk)]);
    // What is beyond is not read: it may never end.
    if (bytes.includes('\n') || bytes.length > 2 * MAX_BYTES) break;
  }
  const end = bytes.indexOf('\n');
  const line = end < 0 ? bytes : bytes.subarray(0, end);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line).replace(/\r$/, '');
  } catch {
    throw new CommandError('The password is not UTF-8, and nothing was changed.');
  }
}
