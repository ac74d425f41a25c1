import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

// The openssl command: somebody else's opinion on certificates, keys and handshakes.

export interface Outcome {
  readonly code: number | null;
  /** Standard output and error together. */
  readonly text: string;
}

/** Runs it to its end, whatever that is. Its input is empty. */
export async function openssl(...args: readonly string[]): Promise<Outcome> {
  const child = spawn('openssl', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk;
    });
  child.stdin.on('error', () => undefined);
  child.stdin.end();
  const [code] = await once(child, 'close');
  return { code, text };
}

/** Runs what has to work, and gives what it said. */
export async function make(...args: readonly string[]): Promise<string> {
  const { code, text } = await openssl(...args);
  if (code !== 0) throw new Error(`openssl ${args.join(' ')}: ${text}`);
  return text;
}

/** `-newkey` and what goes with it. */
export const KEYS = {
  ec: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  p384: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  p521: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-521'],
  p224: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-224'],
  ed25519: ['ed25519'],
  rsa1024: ['rsa:1024'],
  rsa2048: ['rsa:2048'],
} as const;

export interface MadePair {
  readonly certificate: string;
  readonly key: string;
}

/** A self-signed certificate for ten days and its key, as files of `folder`; `more` are options of `openssl req`. */
export async function makePair(
  folder: string,
  name: string,
  kind: keyof typeof KEYS = 'ec',
  more: readonly string[] = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
): Promise<MadePair> {
  const [certificate, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  const files = ['-keyout', key, '-out', certificate];
  const subject = ['-subj', `/CN=${name}.example`, '-days', '10'];
  await make('req', '-x509', '-nodes', '-newkey', ...KEYS[kind], ...files, ...subject, ...more);
  return { certificate, key };
}

/** The SHA-256 fingerprint that openssl finds, in our form: hex digits alone. */
export async function fingerprintIn(file: string): Promise<string> {
  const text = await make('x509', '-in', file, '-noout', '-fingerprint', '-sha256');
  return (text.split('=')[1] ?? '').replace(/[:\s]/g, '');
}

/** One handshake with 127.0.0.1. */
export const handshake = (port: number, ...args: readonly string[]): Promise<Outcome> =>
  openssl('s_client', '-connect', `127.0.0.1:${port}`, '-brief', ...args);
