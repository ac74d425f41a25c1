import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { CertificateProblem } from '../../../preload/views';
import { errorCode } from '../../lib/errorCode';
import { fingerprintOf } from '../../lib/fingerprint';
import { err, ok, type Result } from '../../lib/result';
import { ECDSA_CURVES, secureOptions, type TlsPair } from './certificate';
import { namesOf } from './certificateNames';

/** A file's text, with its path for whoever has to repair it. */
export interface PemFile {
  readonly path: string;
  readonly text: string;
}

/** The RSA keys that deployed clients take, in bits: BearSSL has no room for larger ones. */
const RSA_BITS = { least: 2048, most: 4096 } as const;

/**
 * The user's own pair of PEM files. The first one holds the certificate, and may hold its chain after it; both may
 * be one file. `now` decides whether it is valid. Never rejects.
 */
export async function readPemPair(
  certificatePath: string,
  keyPath: string,
  now: Date,
): Promise<Result<TlsPair, CertificateProblem>> {
  const certificate = await readPem(certificatePath);
  if (!certificate.ok) return certificate;
  const key = await readPem(keyPath);
  if (!key.ok) return key;
  return checkPair(certificate.value, key.value, now);
}

export async function readPem(path: string): Promise<Result<PemFile, CertificateProblem>> {
  try {
    return ok({ path, text: await readFile(path, 'utf8') });
  } catch (error) {
    return err({ kind: 'cannotRead', path, code: errorCode(error) });
  }
}

/** Whether a server can serve TLS with these, and deployed clients can talk to it. */
export function checkPair(
  certificateFile: PemFile,
  keyFile: PemFile,
  now: Date,
): Result<TlsPair, CertificateProblem> {
  const { path } = certificateFile;
  const chain = readChain(certificateFile);
  if (!chain.ok) return chain;
  const key = readKey(keyFile);
  if (!key.ok) return key;
  const { leaf } = chain.value;
  if (!leaf.checkPrivateKey(key.value))
    return err({ kind: 'keyDoesNotMatch', certificatePath: path, keyPath: keyFile.path });
  const [validFrom, validUntil] = [new Date(leaf.validFrom), new Date(leaf.validTo)];
  if (now > validUntil) return err({ kind: 'expired', path, validUntil });
  if (now < validFrom) return err({ kind: 'notYetValid', path, validFrom });

  const pem = { certificate: chain.value.pem, key: pemOf(key.value) };
  const refused = refusal(pem);
  if (refused !== undefined) return err({ kind: 'refusedByTls', path, code: refused });
  return ok({ ...pem, fingerprint: fingerprintOf(leaf.raw), validUntil, names: namesOf(leaf) });
}

/** A private key that is not encrypted, and of a kind that deployed clients can use. */
export function readKey({ path, text }: PemFile): Result<KeyObject, CertificateProblem> {
  // Only this block: some tools write the curve's parameters before it, others the certificates.
  const [block, label] = /-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----.*?-----END \1-----/s.exec(text) ?? [];
  if (block === undefined) return err({ kind: 'notPem', path, expected: 'key' });
  if (label === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type: *4, *ENCRYPTED/m.test(block))
    return err({ kind: 'encryptedKey', path });
  let key: KeyObject;
  try {
    key = createPrivateKey(block);
  } catch {
    return err({ kind: 'notPem', path, expected: 'key' });
  }
  return isSupported(key) ? ok(key) : err({ kind: 'unsupportedKey', path, found: kindOf(key) });
}

export const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** The certificates of a file: the leaf comes first. */
function readChain({
  path,
  text,
}: PemFile): Result<{ leaf: X509Certificate; pem: string }, CertificateProblem> {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? [];
  try {
    const [leaf] = blocks.map((block) => new X509Certificate(block));
    if (leaf) return ok({ leaf, pem: `${blocks.join('\n')}\n` });
  } catch {
    // A damaged one, be it the leaf or one of the chain.
  }
  return err({ kind: 'notPem', path, expected: 'certificate' });
}

function isSupported({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): boolean {
  if (type === 'ec') return ECDSA_CURVES.has(details?.namedCurve ?? '');
  const bits = details?.modulusLength ?? 0;
  return type === 'rsa' && bits >= RSA_BITS.least && bits <= RSA_BITS.most;
}

const kindOf = ({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string =>
  [type, details?.namedCurve ?? details?.modulusLength].filter((part) => part !== undefined).join(' ');

/** What the TLS library finds wrong with a pair, as its error code; undefined when it takes it. */
function refusal(pem: { certificate: string; key: string }): string | undefined {
  try {
    createSecureContext(secureOptions(pem));
    return undefined;
  } catch (error) {
    return errorCode(error);
  }
}
