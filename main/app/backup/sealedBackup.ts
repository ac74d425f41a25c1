import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../../lib/parseJson';
import { err, ok, type Result } from '../../lib/result';
import type { SettingsProblem } from '../settings/settings';
import { parseRelayBackup, type RelayBackup, serializeRelayBackup } from './relayBackup';

// A backup as a file: encrypted with a passphrase, and text, so that mail and notes keep it as it is. docs/backup.md
// describes it for whoever reads it without this program.

/** The shortest passphrase that a backup is made with, in characters. Whoever has the file can try as many as he likes. */
export const MIN_PASSPHRASE = 8;

/** Characters of a file; ten thousand devices have room in it. */
export const MAX_BACKUP_SIZE = 8 * 1024 * 1024;

/** What guessing one passphrase costs, in the terms of scrypt (RFC 7914). */
export interface ScryptCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** 128 MiB, and about half a second. */
const COST: ScryptCost = { n: 2 ** 17, r: 8, p: 1 };

/** What a file may ask of us: so much memory, in bytes, and so much work, as bytes that are gone through. */
const MAX_MEMORY = 256 * 1024 * 1024;
const MAX_WORK = 1024 * 1024 * 1024;
const MIN_N = 2 ** 14;

const FORMAT = 'buckets-relay-backup';
const CURRENT_VERSION = 1;
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Characters of a line; mail breaks longer ones. */
const LINE = 76;

/** Why a file cannot be opened. A wrong passphrase and a damaged file cannot be told apart. */
export type BackupProblem = SettingsProblem | 'wrong passphrase or damaged';

/** Base64 of so many bytes; in its one canonical form, so that no other text stands for the same file. */
const base64Schema = (least: number, most: number) =>
  z.string().transform((text, context) => {
    const bytes = Buffer.from(text, 'base64');
    if (bytes.toString('base64') === text && bytes.length >= least && bytes.length <= most) return bytes;
    context.addIssue('not base64 of that length');
    return z.NEVER;
  });

const exactly = (bytes: number) => base64Schema(bytes, bytes);

const costSchema = z
  .strictObject({ n: z.int().min(MIN_N), r: z.int().min(1), p: z.int().min(1), salt: exactly(SALT_BYTES) })
  .refine(
    ({ n, r, p }) =>
      // As RFC 7914 has it: a power of two, and no more than the block has room for.
      Number.isInteger(Math.log2(n)) &&
      Math.log2(n) < 16 * r &&
      128 * n * r <= MAX_MEMORY &&
      128 * n * r * p <= MAX_WORK,
  );

const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(CURRENT_VERSION),
  scrypt: costSchema,
  cipher: z.literal(CIPHER),
  nonce: exactly(NONCE_BYTES),
  content: z
    .array(z.string())
    .transform((lines) => lines.join(''))
    .pipe(base64Schema(TAG_BYTES, MAX_BACKUP_SIZE)),
});

const versioned = z.looseObject({ format: z.literal(FORMAT), version: z.int().min(1) });

/** All of a file but what is encrypted: it counts only as it was written. */
interface Header {
  readonly scrypt: ScryptCost & { readonly salt: Buffer };
  readonly nonce: Buffer;
}

/** Encrypts a backup. Fails with 'not readable' for one that could not be read again: it is too large, or against the rules. */
export async function sealBackup(
  backup: RelayBackup,
  passphrase: string,
  cost = COST,
): Promise<Result<string, 'not readable'>> {
  const content = serializeRelayBackup(backup);
  const text = JSON.stringify(content);
  if (!parseRelayBackup(parseJson(text)).ok) return err('not readable');
  const header: Header = {
    scrypt: { ...cost, salt: randomBytes(SALT_BYTES) },
    nonce: randomBytes(NONCE_BYTES),
  };
  const cipher = createCipheriv(CIPHER, await keyOf(passphrase, header), header.nonce, {
    authTagLength: TAG_BYTES,
  });
  cipher.setAAD(authenticated(header));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const file = fileText(header, sealed);
  return file.length <= MAX_BACKUP_SIZE ? ok(file) : err('not readable');
}

/** Decrypts a backup that `sealBackup` made. Never rejects, and takes a bounded time and memory, whatever the text is. */
export async function openBackup(
  text: string,
  passphrase: string,
): Promise<Result<RelayBackup, BackupProblem>> {
  const stored = storedIn(text);
  if (!stored.ok) return stored;
  const file = fileSchema.safeParse(stored.value);
  if (!file.success) return err('wrong passphrase or damaged');
  const content = decrypt(file.data, file.data.content, await keyOf(passphrase, file.data));
  return content.ok ? parseRelayBackup(parseJson(content.value)) : content;
}

/** What can be said of a file before its passphrase is known: that it is none of ours, or of a later version. */
export function checkBackupFile(text: string): Result<void, SettingsProblem> {
  const stored = storedIn(text);
  return stored.ok ? ok(undefined) : stored;
}

function storedIn(text: string): Result<unknown, SettingsProblem> {
  const stored = text.length <= MAX_BACKUP_SIZE ? parseJson(text) : undefined;
  const head = versioned.safeParse(stored);
  if (!head.success) return err('not readable');
  return head.data.version > CURRENT_VERSION ? err('from a newer version') : ok(stored);
}

function decrypt(header: Header, sealed: Buffer, key: Buffer): Result<string, BackupProblem> {
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, key, header.nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(authenticated(header));
  decipher.setAuthTag(sealed.subarray(end));
  try {
    return ok(Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]).toString('utf8'));
  } catch {
    return err('wrong passphrase or damaged');
  }
}

/** A letter with an accent has two forms in Unicode, and keyboards differ in which they give. */
function keyOf(passphrase: string, { scrypt: { n, r, p, salt } }: Header): Promise<Buffer> {
  const maxmem = 128 * r * (n + p + 2) + 1024 * 1024;
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, KEY_BYTES, { N: n, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** The header in one form, whatever the file's spaces and line ends. */
function authenticated({ scrypt: { n, r, p, salt }, nonce }: Header): Buffer {
  const salted = ['scrypt', n, r, p, salt.toString('base64')];
  return Buffer.from([FORMAT, CURRENT_VERSION, ...salted, CIPHER, nonce.toString('base64')].join(' '));
}

function fileText({ scrypt: { salt, ...cost }, nonce }: Header, sealed: Buffer): string {
  const file = {
    format: FORMAT,
    version: CURRENT_VERSION,
    scrypt: { ...cost, salt: salt.toString('base64') },
    cipher: CIPHER,
    nonce: nonce.toString('base64'),
    content: sealed.toString('base64').match(new RegExp(`.{1,${LINE}}`, 'g')),
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}
