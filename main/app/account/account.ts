import { randomInt } from 'node:crypto';
import type { Credentials } from '../../server/login/credentials';

/** The user name of an account that nobody has named yet. */
export const DEFAULT_USERNAME = 'household';

// Lower case letters only: all on the first layer of a phone's keyboard, without those that look like another.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz';
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** A new password that is easy to type on a phone, as `hqtm-xwke-rbzf-vdnu`: 16 letters of 23, 72 bits of chance. */
export function makePassword(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

export const makeAccount = (): Credentials => ({ username: DEFAULT_USERNAME, password: makePassword() });
