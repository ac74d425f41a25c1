import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import fc from 'fast-check';
import { readNatsSettings } from '../../../main/cluster/nats/natsSettings';
import { makeCredentials, makeNkey } from '../../helpers/natsLogins';
import { makePair } from '../../helpers/openssl';

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-nats-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
});

const read = (urls: string) => readNatsSettings({ urls });

/** The sentence that says what is wrong. */
async function wrong(settings: Parameters<typeof readNatsSettings>[0]): Promise<string> {
  const outcome = await readNatsSettings(settings);
  if (outcome.ok) throw new Error(`taken: ${JSON.stringify(outcome.value)}`);
  expect(outcome.error).toMatch(/^\S.*[.]$/);
  return outcome.error;
}

test('addresses are taken with and without ports, several of them, of IPv6 too', async () => {
  expect(await read('nats://10.0.0.1')).toEqual({ ok: true, value: { servers: ['10.0.0.1:4222'] } });
  expect(await read(' nats://one:4223, nats://[fd00::2] ')).toEqual({
    ok: true,
    value: { servers: ['one:4223', '[fd00::2]:4222'] },
  });
  expect(await read('tls://one')).toEqual({
    ok: true,
    value: { servers: ['one:4222'], tls: { checkServerIdentity: expect.any(Function) } },
  });
});

test('what is no address of NATS is told, and what is mixed', async () => {
  for (const urls of ['', 'nats://', 'one:4222', 'http://one', 'nats://one,', 'nats://one two'])
    expect(await wrong({ urls }), urls).toContain('takes addresses of NATS');
  expect(await wrong({ urls: 'nats://one,tls://two' })).toContain('either all begin with tls:// or none');
});

test('any user name and password come through, and one word alone is a token', async () => {
  const text = fc.string({ unit: 'binary', minLength: 1 });
  await fc.assert(
    fc.asyncProperty(text, text, async (user, pass) => {
      const [name, word] = [encodeURIComponent(user), encodeURIComponent(pass)];
      expect(await read(`nats://${name}:${word}@one`)).toMatchObject({ ok: true, value: { user, pass } });
      expect(await read(`nats://${name}@one`)).toMatchObject({ ok: true, value: { token: user } });
    }),
  );
});

test('a login that is written wrong is told, and not shown', async () => {
  const text = await wrong({ urls: 'nats://relay:S3CR3T%zz@one' });
  expect(text).toContain('%25');
  expect(text).not.toContain('S3CR3T');
});

test('a seed and a file of credentials are taken, and count before a password', async ({ folder }) => {
  const path = join(folder, 'login');
  const nkey = makeNkey();
  for (const [file, found] of [
    [`${nkey.seed}\n`, { nkey: nkey.public }],
    [makeCredentials('relay').creds, { jwt: expect.stringMatching(/^eyJ/) }],
  ] as const) {
    await writeFile(path, file);
    const outcome = await readNatsSettings({ urls: 'nats://relay:S3CR3T@one', credentials: path });
    if (!outcome.ok || typeof outcome.value.authenticator !== 'function') throw new Error('no login');
    expect(outcome.value.authenticator('nonce')).toMatchObject(found);
    expect(outcome.value).not.toHaveProperty('pass');
  }
});

test('files that are not there, or are something else, are named, and what is in them is not', async ({
  folder,
}) => {
  const path = join(folder, 'file');
  const urls = 'tls://one';
  expect(await wrong({ urls, credentials: path })).toContain(`${path} cannot be read`);
  expect(await wrong({ urls, ca: path })).toContain(`${path} cannot be read`);
  const { seed } = makeNkey();
  for (const text of [
    '',
    'S3CR3T',
    seed.replace(/(.)(.{9})$/, (_, sign, rest) => (sign === '7' ? 'A' : '7') + rest),
    seed.slice(1),
    `-----BEGIN${seed}`,
  ]) {
    await writeFile(path, text);
    for (const kind of ['credentials', 'ca']) {
      const sentence = await wrong({ urls, [kind]: path });
      expect(sentence).toContain(`${path} holds no`);
      if (text !== '') expect(sentence).not.toContain(text);
    }
  }
});

test('an authority is for encrypted connections', async ({ folder }) => {
  const { certificate: ca } = await makePair(folder, 'authority');
  const taken = await readNatsSettings({ urls: 'tls://one', ca });
  expect(taken).toMatchObject({ ok: true, value: { tls: { ca: expect.stringContaining('CERTIFICATE') } } });
  expect(await wrong({ urls: 'nats://one', ca })).toContain('tls://');
});
