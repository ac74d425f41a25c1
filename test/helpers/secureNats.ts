import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { make } from './openssl';

// What a nats-server that asks who comes is set up with.

export interface MadeAuthority {
  /** PEM files: of the authority, and of the server that it signed for. */
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

/** An authority of one's own, and a certificate of it for 127.0.0.1, or for another host, as files of `folder`. */
export async function makeAuthority(
  folder: string,
  name: string,
  host = 'IP:127.0.0.1',
): Promise<MadeAuthority> {
  const file = (ending: string) => join(folder, `${name}-${ending}`);
  const [ca, caKey] = [file('ca.pem'), file('ca.key')];
  const [certificate, key] = [file('server.pem'), file('server.key')];
  const kind = ['-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-days', '10'];
  await make('req', ...kind, '-subj', `/CN=${name}`, '-keyout', caKey, '-out', ca);
  const by = ['-CA', ca, '-CAkey', caKey, '-addext', `subjectAltName=${host}`];
  const leaf = ['-addext', 'basicConstraints=critical,CA:FALSE'];
  await make('req', ...kind, '-subj', '/CN=nats', ...by, ...leaf, '-keyout', key, '-out', certificate);
  return { ca, certificate, key };
}

const EXAMPLE = join(import.meta.dirname, '../../examples/nats/nats-server.conf');

/** The example of a server's file, with this login of nodes, for a cluster of this name; gives where it is. */
export async function exampleConfig(
  folder: string,
  { certificate, key }: MadeAuthority,
  login: string,
  name: string,
): Promise<string> {
  let text = await readFile(EXAMPLE, 'utf8');
  for (const [from, to] of [
    ['user: relay, password: "CHANGE-ME"', login],
    ['"buckets-relay.>"', `"${name}.>"`],
    ['/etc/nats/server.pem', certificate],
    ['/etc/nats/server.key', key],
    // It is told on its command line.
    ['\nport: 4222\n', '\n'],
  ] as const) {
    if (!text.includes(from)) throw new Error(`the example has no ${from}`);
    text = text.replaceAll(from, to);
  }
  const path = join(folder, 'nats-server.conf');
  await writeFile(path, text);
  return path;
}

/** The lines that have a server encrypt. */
export const encrypted = ({ certificate, key }: MadeAuthority): string =>
  `tls { cert_file: "${certificate}", key_file: "${key}" }`;
