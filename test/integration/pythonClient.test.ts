import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, LOGIN, test } from '../helpers/commandLine';

// A client that shares no code with ours, on libraries of others: the example in Python, with Debian's websockets and
// libsodium.

const root = join(import.meta.dirname, '../..');
const example = (name: string) => join(root, 'examples/python', name);

/** Debian's own, which its packages are for; elsewhere the one that there is. */
const python = ['/usr/bin/python3', 'python3'].find(
  (command) => spawnSync(command, ['-c', 'import websockets, nacl']).status === 0,
);

test.skip(python === undefined, 'python3-websockets and python3-nacl are not installed');

interface Ended {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

async function run(args: readonly string[], cwd: string, input: Uint8Array | string = ''): Promise<Ended> {
  const child = spawn(python ?? '', [example('buckets_relay.py'), ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', ...LOGIN },
  });
  const out: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return { code, stdout: Buffer.concat(out), stderr };
}

const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test('it agrees with the test vectors', () => {
  const args = [example('check_vectors.py'), join(root, 'docs/protocol-vectors.json')];
  const { stdout, stderr } = spawnSync(python ?? '', args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\d\d vectors are right\n$/);
});

for (const tls of [false, true]) {
  test(`it logs in and exchanges data with our client, both ways${tls ? ', over TLS' : ''}`, async ({
    run: ours,
    cli,
    serve,
    folder,
  }) => {
    const server = await serve(tls ? ['--tls', 'self-signed', '--tls-directory', folder] : []);
    const url = `${tls ? 'https' : 'http'}://127.0.0.1:${server.port}/v1/relay`;
    const hex = tls ? (await server.until('stderr', /((?:[0-9A-F]{4} ){7}[0-9A-F]{4}\s+){2}/))[0] : '';
    const pin = tls ? ['--fingerprint', hex.replace(/\s/g, '')] : [];
    const key = (await run(['key', '--seed', 'python.seed'], folder)).stdout.toString().trim();
    await ours(['genkeys']);
    const ourKey = (await readFile(join(folder, 'relay.key.public'), 'utf8')).trim();
    const bytes = randomBytes(1_500_000);

    const receiving = cli(['receive', url, key, ...pin], { env: LOGIN });
    const sent = await run(['send', url, ourKey, '--seed', 'python.seed', ...pin], folder, bytes);
    expect(sent).toMatchObject({ code: 0, stderr: '' });
    expect(sha((await receiving.exited).stdout)).toBe(sha(bytes));

    const receives = run(['receive', url, ourKey, '--seed', 'python.seed', ...pin], folder);
    const sending = cli(['send', url, key, ...pin], { env: LOGIN });
    sending.child.stdin.end(bytes);
    expect(await sending.exited).toMatchObject({ code: 0, stderr: '' });
    const received = await receives;
    expect(received).toMatchObject({ code: 0, stderr: '' });
    expect(sha(received.stdout)).toBe(sha(bytes));
  });
}

test('with another certificate it sends nothing, and with a wrong password it is told so', async ({
  serve,
  folder,
}) => {
  const server = await serve(['--tls', 'self-signed', '--tls-directory', folder]);
  const url = `https://127.0.0.1:${server.port}/v1/relay`;
  const nobody = randomBytes(32).toString('base64');
  const pinned = await run(['receive', url, nobody, '--seed', 'k', '--fingerprint', '0'.repeat(64)], folder);
  expect(pinned.code).toBe(1);
  expect(pinned.stderr).toContain('nothing was sent');
  const plain = await serve([], { RELAY_USERNAME: 'other', RELAY_PASSWORD: 'other' });
  const refused = await run(
    ['receive', `http://127.0.0.1:${plain.port}/v1/relay`, nobody, '--seed', 'k'],
    folder,
  );
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('403');
});
