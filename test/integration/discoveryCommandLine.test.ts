import { randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { discover } from '../../main/client/discovery';
import { verifyRelayIdentity } from '../../main/client/verifyRelay';
import type { Adapter } from '../../main/lib/networkAdapters';
import { makeRelayId, parseRelayId } from '../../main/protocol/relayId';
import { expect, expectOneSentence, LOGIN, test } from '../helpers/commandLine';
import { ACCOUNT } from '../helpers/relayFixture';

// `server --advertise` on loopback alone: nothing of this leaves the computer.

const WINDOWS = process.platform === 'win32';
const LOOPBACK: Adapter = { name: 'lo', interfaceAddress: '127.0.0.1', addresses: [] };

/** A name that no other test has. */
const newName = () => `Test ${randomBytes(4).toString('hex')}`;

test('is found under its name, and says so in the log alone', async ({ serve, folder }) => {
  const name = newName();
  const account = join(folder, 'account.json');
  const server = await serve(['--advertise', '--name', `${name}\n`, '--account', account], {});
  await server.until(
    'stderr',
    new RegExp(`Z devices find this relay as “${name}” on \\S+ \\(127\\.0\\.0\\.1\\)\\n`),
  );
  expect(server.stdout.toString()).toBe(`listening on http://127.0.0.1:${server.port}/v1/relay\n`);

  const file = `${account}.relay-id`;
  const id = parseRelayId(await readFile(file, 'utf8'));
  if (id === undefined) throw new Error('no identity');
  for (const kept of [file, `${account}.relay-key`])
    if (!WINDOWS) expect((await stat(kept)).mode & 0o777).toBe(0o600);
  expect(await verifyRelayIdentity(new URL(`http://127.0.0.1:${server.port}/v1/relay`), id, 3_000)).toBe(
    true,
  );
  const looking = { adapters: [LOOPBACK], id };
  const found = await discover({ ...looking, timeoutMs: 5_000 });
  const urls = [`http://127.0.0.1:${server.port}/v1/relay`];
  expect(found).toEqual({ ok: true, value: [{ id, name, port: server.port, urls }] });

  server.child.kill('SIGTERM');
  if (!WINDOWS) expect(await server.exited).toMatchObject({ code: 0 });
  expect(await discover({ ...looking, timeoutMs: 700 })).toEqual({ ok: true, value: [] });
});

test('an identity of earlier times goes on, without a proof', async ({ serve, folder }) => {
  const account = join(folder, 'account.json');
  const id = makeRelayId();
  await writeFile(`${account}.relay-id`, `${id}\n`);
  const server = await serve(['--advertise', '--name', newName(), '--account', account], {});
  await server.until('stderr', /devices find this relay/);
  expect(await readFile(`${account}.relay-id`, 'utf8')).toBe(`${id}\n`);
  expect(await verifyRelayIdentity(new URL(`http://127.0.0.1:${server.port}/v1/relay`), id, 3_000)).toBe(
    false,
  );
});

test('is not advertised unless told to', async ({ serve, folder }) => {
  const server = await serve([], { ...LOGIN, HOME: folder });
  expect(server.stderr).toBe('');
  await expect(stat(join(folder, '.config', 'buckets-relay', 'relay-id'))).rejects.toThrow('ENOENT');
});

test('a damaged identity is left as it is, and one that cannot be kept is no start', async ({
  run,
  folder,
}) => {
  const account = join(folder, 'account.json');
  const args = ['server', '--port', '0', '--advertise', '--account', account];
  await writeFile(account, JSON.stringify(ACCOUNT), { mode: 0o600 });
  await writeFile(`${account}.relay-id`, 'an identity\n');
  expectOneSentence(await run(args), `${account}.relay-id does not hold a relay's identity`);
  expect(await readFile(`${account}.relay-id`, 'utf8')).toBe('an identity\n');

  await writeFile(join(folder, 'file'), '');
  const env = { ...LOGIN, HOME: join(folder, 'file'), APPDATA: join(folder, 'file'), XDG_CONFIG_HOME: '' };
  expectOneSentence(
    await run(['server', '--port', '0', '--advertise'], { env }),
    /cannot be (read|written) \(E/,
  );
});
