import { randomInt } from 'node:crypto';

/** An invite as it is given away: four groups of four, as `7KQM-X4FD-B2WN-R9CS` (78 random bits). */
export type InviteCode = string & { readonly brand: 'InviteCode' };

/** None of those that are taken for each other on paper or by ear: 0 and O, 1, I and L, U and V. */
const SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

const GROUPS = 4;
const GROUP_SIGNS = 4;

export const newInviteCode = (): InviteCode => Array.from({ length: GROUPS }, group).join('-') as InviteCode;

const group = (): string =>
  Array.from({ length: GROUP_SIGNS }, () => SIGNS.charAt(randomInt(SIGNS.length))).join('');
