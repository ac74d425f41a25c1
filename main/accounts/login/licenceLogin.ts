import type { KeyObject } from 'node:crypto';
import { err, ok, type Result } from '../../lib/result';
import { licenceHash, readLicence, verifyLicence } from '../licence';
import type { UserStore } from '../stores';
import type { User } from '../user';
import type { RefusalReason } from './loginProblem';

/** What licences are verified and stored with. */
export interface LicenceOptions {
  readonly publicKey: KeyObject;
  readonly salt: string;
}

/** The user name with which the password is a licence. */
export const LICENCE_NAME = '_license';

/** Tells whose the licence is, who becomes a user by it; nothing is written for one who is refused. */
export type LicenceLogin = (text: string) => Promise<Result<User, RefusalReason>>;

export function createLicenceLogin(users: UserStore, { publicKey, salt }: LicenceOptions): LicenceLogin {
  return async (text) => {
    const licence = verifyLicence(readLicence(text), publicKey);
    if (!licence.ok) return err('licence refused');
    const { email } = licence.value;
    const hash = licenceHash(salt, licence.value);
    if (await users.isDisabled(hash)) return err('licence refused');

    const known = await users.byEmail(email);
    if (known?.blocked) return err('blocked');
    // Those who come back with the same one are let in without a write.
    if (known?.verified && known.licence === hash) return ok(known);
    const user = await users.licenceLogin(email, hash);
    // It may have been disabled meanwhile.
    if (await users.isDisabled(hash)) return err('licence refused');
    return user.blocked ? err('blocked') : ok(user);
  };
}
