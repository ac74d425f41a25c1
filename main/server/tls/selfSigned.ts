import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { access, mkdir, rename } from 'node:fs/promises';
import { isIP, isIPv6 } from 'node:net';
import { basename, join } from 'node:path';
import type { CertificateProblem } from '../../../preload/views';
import {
  createFile,
  removeStaleTempFiles,
  replaceFile,
  STALE_TEMP_FILE_MS,
  stageFile,
  type WriteProblem,
} from '../../lib/atomicFile';
import { errorCode } from '../../lib/errorCode';
import { restrictToOwner } from '../../lib/privateFile';
import { err, ok, type Result } from '../../lib/result';
import type { TlsPair } from './certificate';
import { canonicalHost, type OwnHosts } from './certificateNames';
import { checkPair, type PemFile, pemOf, readKey, readPem } from './pemPair';

export interface SelfSignedOptions extends Partial<Pick<OwnHosts, 'passingHosts'>> {
  /** Where `tls-key.pem` and `tls-certificate.pem` are kept; made if it is not there. */
  readonly directory: string;
  /** Host names and IP addresses that the certificate has to be for, besides this computer's own loopback. */
  readonly hosts: readonly string[];
  readonly now: Date;
}

const KEY_FILE = 'tls-key.pem';
const CERTIFICATE_FILE = 'tls-certificate.pem';

/** The files of the pair that is kept in a folder. */
export const selfSignedFiles = (
  directory: string,
): { readonly certificate: string; readonly key: string } => ({
  certificate: join(directory, CERTIFICATE_FILE),
  key: join(directory, KEY_FILE),
});

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Longer ones are refused by Apple's devices. The backdated day is part of it. */
const VALID_DAYS = 825;
const RENEW_BEFORE_DAYS = 30;

/** Names of an earlier certificate that a new one takes over at most. */
const MAX_KEPT_NAMES = 16;

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/**
 * The relay's own pair: a key that is made once and kept, and a certificate that is issued anew when it lacks one of
 * the hosts, ends within 30 days, is not valid yet, is of another key or is damaged. A key file that cannot be used
 * is put aside under another name, never overwritten. Both files are readable by the user alone. Never rejects.
 */
export async function selfSignedPair(
  options: SelfSignedOptions,
): Promise<Result<TlsPair, CertificateProblem>> {
  const { directory, now } = options;
  const folder = await makeFolder(directory);
  if (!folder.ok) return folder;
  const keyPath = join(directory, KEY_FILE);
  const key = await keptKey(keyPath, now);
  if (!key.ok) return key;
  const keyFile = { path: keyPath, text: pemOf(key.value) };

  const path = join(directory, CERTIFICATE_FILE);
  const file = await readPem(path);
  if (!file.ok && !isMissing(file.error)) return file;
  const old = file.ok ? checkPair(file.value, keyFile, now) : file;
  // Whatever is wrong with the old certificate, a new one repairs it.
  const current = old.ok && daysLeft(old.value, now) > RENEW_BEFORE_DAYS ? old.value : undefined;
  const wanted = canonical([...LOOPBACK, ...options.hosts]);
  if (current && wanted.every((host) => current.names.includes(host))) return ok(current);

  // A computer that goes to and fro between networks is to have one certificate for all of them, not a new one a day.
  const earlier = current?.names.filter((name) => !wanted.includes(name) && !isIPv6(name)) ?? [];
  const names = canonical([...wanted, ...(options.passingHosts ?? []), ...earlier.slice(0, MAX_KEPT_NAMES)]);
  const text = await issue(keyFile.text, names, now);
  const written: Result<unknown, WriteProblem> = file.ok ? replaceFile(path, text) : createFile(path, text);
  if (!written.ok) return err({ kind: 'cannotWrite', path, code: written.error.code });
  // Another one that started at this moment may have been first: all are to serve the same one.
  const kept = await readPem(path);
  return kept.ok ? checkPair(kept.value, keyFile, now) : kept;
}

/** Puts back what was there, as if nothing had happened. */
export type Rollback = () => Result<void, CertificateProblem>;

/**
 * Makes a new key and certificate, and only then puts them in place of the old ones, which are kept under other names.
 * Never rejects.
 */
export async function replaceSelfSignedPair(
  options: SelfSignedOptions,
): Promise<Result<Rollback, CertificateProblem>> {
  const { directory, now } = options;
  const folder = await makeFolder(directory);
  if (!folder.ok) return folder;
  const key = { path: join(directory, KEY_FILE), text: pemOf(makeKey()) };
  const names = canonical([...LOOPBACK, ...options.hosts, ...(options.passingHosts ?? [])]);
  const certificate = { path: join(directory, CERTIFICATE_FILE), text: await issue(key.text, names, now) };
  const pair = checkPair(certificate, key, now);
  if (!pair.ok) return pair;

  const undoKey = await swap(key, now);
  if (!undoKey.ok) return undoKey;
  const undoCertificate = await swap(certificate, now);
  if (!undoCertificate.ok) {
    undoKey.value();
    return undoCertificate;
  }
  return ok(() => {
    const undone = undoKey.value();
    return undone.ok ? undoCertificate.value() : undone;
  });
}

async function swap({ path, text }: PemFile, now: Date): Promise<Result<Rollback, CertificateProblem>> {
  const trouble = ({ code }: WriteProblem): CertificateProblem => ({ kind: 'cannotWrite', path, code });
  const staged = stageFile(path, text);
  if (!staged.ok) return err(trouble(staged.error));
  const swapped = staged.value.swap(basename(await freeNameAside(path, now)));
  if (!swapped.ok) return err(trouble(swapped.error));
  return ok(() => {
    const undone = swapped.value();
    return undone.ok ? undone : err(trouble(undone.error));
  });
}

async function makeFolder(directory: string): Promise<Result<void, CertificateProblem>> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return ok(undefined);
  } catch (error) {
    return err({ kind: 'cannotWrite', path: directory, code: errorCode(error) });
  }
}

const makeKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** The key in the file; a new one, where there is none or none that can be used. */
async function keptKey(path: string, now: Date): Promise<Result<KeyObject, CertificateProblem>> {
  removeStaleTempFiles(path, STALE_TEMP_FILE_MS);
  const file = await readPem(path);
  if (!file.ok && !isMissing(file.error)) return file;
  if (file.ok) {
    const key = readKey(file.value);
    if (key.ok && key.value.asymmetricKeyType === 'ec') {
      // Whoever copied it here may have left it open to others.
      restrictToOwner(path);
      return key;
    }
    const problem = await putAside(path, now);
    if (problem) return err(problem);
  }
  const privateKey = makeKey();
  const made = createFile(path, pemOf(privateKey));
  if (!made.ok) return err({ kind: 'cannotWrite', path, code: made.error.code });
  if (made.value === 'created') return ok(privateKey);
  // Another one has made it meanwhile: that is the key.
  const theirs = await readPem(path);
  return theirs.ok ? readKey(theirs.value) : theirs;
}

async function putAside(path: string, now: Date): Promise<CertificateProblem | undefined> {
  try {
    await rename(path, await freeNameAside(path, now));
    return undefined;
  } catch (error) {
    return { kind: 'cannotWrite', path, code: errorCode(error) };
  }
}

/** Where a file of ours is kept that another one takes the place of. */
async function freeNameAside(path: string, now: Date): Promise<string> {
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '-');
  for (let count = 1; ; count++) {
    const aside = path.replace(/\.pem$/, ` put aside ${stamp}${count > 1 ? ` ${count}` : ''}.pem`);
    if (!(await exists(aside))) return aside;
  }
}

/** A certificate in PEM for `names`, signed by its own key in PEM, valid from yesterday: not every clock is right. */
async function issue(privateKey: string, names: readonly string[], now: Date): Promise<string> {
  // Loaded when it is needed, which is about once in two years.
  const { generate } = await import('selfsigned');
  const notBefore = new Date(now.getTime() - DAY_MS);
  const issued = await generate([{ name: 'commonName', value: 'Buckets Relay' }], {
    keyPair: {
      privateKey,
      publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
    },
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: notBefore,
    // Its last second belongs to it.
    notAfterDate: new Date(notBefore.getTime() + VALID_DAYS * DAY_MS - 1_000),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })),
      },
    ],
  });
  return issued.cert;
}

const daysLeft = (pair: TlsPair, now: Date): number => (pair.validUntil.getTime() - now.getTime()) / DAY_MS;

const canonical = (hosts: readonly string[]): string[] => [
  ...new Set(hosts.map(canonicalHost).filter((host) => host !== undefined)),
];

const isMissing = (problem: CertificateProblem): boolean =>
  problem.kind === 'cannotRead' && problem.code === 'ENOENT';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
