import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { generateIdentity, type Identity } from '../../main/protocol/identity';
import { fingerprintIn } from './openssl';
import { freePort } from './ports';
import { startCli } from './processes';

export const PASSPHRASE = 'three words are good';
/** The account of the relay that is saved. */
export const SERVED = { username: 'the others', password: 'hqtm-xwke-rbzf-vdnu' };

/** Runs the command line in a folder, with the passphrase in its environment; gives what it says. */
export function runThere(folder: string, ...args: readonly string[]): string {
  const program = join(import.meta.dirname, '../../out/main/cli.cjs');
  const env = { ...process.env, RELAY_PASSPHRASE: PASSPHRASE };
  const { status, stdout, stderr } = spawnSync('node', [program, ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

export interface SavedRelay {
  readonly file: string;
  readonly port: number;
  readonly id: string;
  readonly fingerprint: string;
  readonly tablet: Identity;
  readonly lost: Identity;
}

/** A relay of the command line, saved: encrypted, for known devices only, with one that it knows and one that is blocked. */
export async function saveRelay(folder: string): Promise<SavedRelay> {
  const [tablet, lost, port] = [generateIdentity(), generateIdentity(), await freePort()];
  const old = join(folder, 'old');
  await mkdir(old);
  await writeFile(join(folder, 'account.json'), JSON.stringify(SERVED));
  const config = {
    account: 'account.json',
    data: 'old',
    port,
    name: 'At theirs',
    advertise: true,
    tls: 'self-signed',
  };
  const lines = Object.entries(config).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  await writeFile(join(folder, 'relay.toml'), lines.join('\n'));
  const devices = [
    { key: tablet.publicKey, name: 'The tablet', lastSeen: 1, lastFrom: '127.0.0.1', blocked: false },
    { key: lost.publicKey, lastSeen: 1, lastFrom: '127.0.0.1', blocked: true },
  ];
  await writeFile(join(old, 'devices.json'), JSON.stringify({ version: 1, onlyKnown: true, devices }));
  const server = startCli(['server', '--config', 'relay.toml'], folder);
  await server.until('stdout', /\/v1\/relay\n/);
  server.child.kill('SIGTERM');
  await server.exited;
  const file = join(folder, 'theirs.backup');
  runThere(folder, 'export', file, '--config', 'relay.toml');
  const id = (await readFile(join(old, 'relay-id'), 'utf8')).trim();
  return { file, port, id, fingerprint: await fingerprintIn(join(old, 'tls-certificate.pem')), tablet, lost };
}
