import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { parseJson } from '../lib/parseJson';
import { err, ok, type Result } from '../lib/result';
import { type Email, type LicenceHash, parseEmail } from './user';

/** A licence in its one form: header and claims as they were signed, the signature in base64url without padding. */
export type LicenceToken = string & { readonly brand: 'LicenceToken' };

export interface Licence {
  /** Whose it is. */
  readonly email: Email;
  readonly token: LicenceToken;
}

export type LicenceProblem =
  | 'too long'
  | 'malformed'
  | 'wrong algorithm'
  | 'wrong signature'
  | 'wrong claims';

const START = '------------- START LICENSE ---------------';
const END = '------------- END LICENSE -----------------';

/** Characters that are looked at. Real ones have 600 with banners, and 1,100 with the longest address and key. */
const MAX_TEXT = 16 * 1024;
const MAX_TOKEN = 4 * 1024;

/** The key that licences are verified with, of a text in PEM; undefined for what is no public key of RSA. */
export function readLicenceKey(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    // Of another kind of key, the same call would verify another kind of signature.
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** The token in a licence as people paste it: without the banners, spaces and line ends of the mail. */
export function readLicence(text: string): string {
  if (text.length > MAX_TEXT) return '';
  return text
    .replaceAll(START, '')
    .replaceAll(END, '')
    .replace(/[^A-Za-z0-9+=_\-/.]/g, '');
}

/** Looks at a token as `readLicence` gives it. It has to be signed, in the one way there is, by the owner of the key. */
export function verifyLicence(token: string, publicKey: KeyObject): Result<Licence, LicenceProblem> {
  if (token.length > MAX_TOKEN) return err('too long');
  const [header, claims, signature, ...more] = token.split('.');
  if (!header || !claims || !signature || more.length > 0) return err('malformed');
  if (!isBase64(header) || !isBase64(claims) || !isBase64(signature)) return err('malformed');

  const parsedHeader = readObject(header);
  if (!parsedHeader) return err('malformed');
  // `crit` names what has to be understood; nothing of it is.
  if (parsedHeader.alg !== 'RS256' || 'crit' in parsedHeader) return err('wrong algorithm');

  const signed = Buffer.from(`${header}.${claims}`);
  const signatureBytes = Buffer.from(signature, 'base64url');
  if (!verify('RSA-SHA256', signed, publicKey, signatureBytes)) return err('wrong signature');

  const { email: claimed, iat } = readObject(claims) ?? {};
  const email = typeof claimed === 'string' ? parseEmail(claimed) : undefined;
  if (email === undefined || typeof iat !== 'number') return err('wrong claims');
  // Base64 has many spellings for the same bytes: a licence has one text, so that it has one hash.
  const canonical = `${header}.${claims}.${signatureBytes.toString('base64url')}` as LicenceToken;
  return ok({ email, token: canonical });
}

/** The licence as it is mailed: four groups of ten characters a line, between banners. */
export function formatLicence(token: LicenceToken): string {
  const lines = token.replace(/.{1,40}/g, (line) =>
    line.length === 40 ? `${groups(line).trimEnd()}\n` : groups(line),
  );
  return `${START}\n${lines}${lines.endsWith('\n') ? '' : '\n'}${END}`;
}

const groups = (line: string): string => line.replace(/.{10}/g, '$& ');

/** What stands for a licence in the database; deployed ones hold the same. */
export const licenceHash = (salt: string, { email, token }: Licence): LicenceHash =>
  sha1(sha1(salt) + sha1(email) + sha1(formatLicence(token))) as LicenceHash;

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex').toUpperCase();

/** Both alphabets, since both are decoded; padding at the end alone. */
const isBase64 = (text: string): boolean => /^[A-Za-z0-9+/_-]+={0,2}$/.test(text);

/** The JSON object in base64; undefined for anything else, and for one that says something twice. */
function readObject(base64: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const bytes = Buffer.from(base64, 'base64url');
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = parseJson(text);
    return isObject(value) && namesIn(text) === namesOf(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How many names of members a text in JSON has, those that are said again included. */
const namesIn = (json: string): number =>
  [...json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined).length;

/** How many of them are left in what was read. */
function namesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, inner) => sum + namesOf(inner), own);
}
