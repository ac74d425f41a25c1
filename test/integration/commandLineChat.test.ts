import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base, expect, expectOneSentence, LOGIN } from '../helpers/commandLine';
import type { Cli } from '../helpers/processes';

// `chat` as processes, through a relay that is one as well.

const test = base.extend<{ startChat: (own: 'a' | 'b', url: string) => Promise<Cli> }>({
  startChat: async ({ run, cli, folder }, use) => {
    for (const name of ['a', 'b']) await run(['genkeys', '-p', `${name}.public`, '-s', `${name}.secret`]);
    await use(async (own, url) => {
      const peer = await readFile(join(folder, `${own === 'a' ? 'b' : 'a'}.public`), 'utf8');
      const keys = ['--local-public', `${own}.public`, '--local-secret', `${own}.secret`];
      return cli(['chat', url, peer.trim(), ...keys], { env: LOGIN });
    });
  },
});

const HERE = /The other device is here\.\n/;

test('two talk in turn, and each ends with its input', async ({ serve, startChat }) => {
  const { port } = await serve();
  const url = `http://127.0.0.1:${port}/v1/relay`;
  const [a, b] = [await startChat('a', url), await startChat('b', url)];
  await Promise.all([a.until('stderr', HERE), b.until('stderr', HERE)]);
  a.child.stdin.write('Hello, ümläut\n');
  await b.until('stdout', /^Hello, ümläut\n$/);
  b.child.stdin.write('Hello yourself\n');
  await a.until('stdout', /^Hello yourself\n$/);
  a.child.stdin.end('Bye\n');
  expect(await a.exited).toMatchObject({ code: 0, stdout: Buffer.from('Hello yourself\n') });
  await b.until('stderr', /The other device left\.\n/);
  expect(b.stdout.toString()).toBe('Hello, ümläut\nBye\n');
  b.child.stdin.end();
  expect(await b.exited).toMatchObject({ code: 0 });
});

test('what is typed while the other one is away is sent when it comes back', async ({ serve, startChat }) => {
  const { port } = await serve();
  const url = `http://127.0.0.1:${port}/v1/relay`;
  const a = await startChat('a', url);
  a.child.stdin.write('early\n');
  const first = await startChat('b', url);
  await first.until('stdout', /^early\n$/);
  first.child.kill('SIGKILL');
  await a.until('stderr', /The other device left\.\n/);
  a.child.stdin.write('later\n');
  const again = await startChat('b', url);
  await again.until('stdout', /^later\n$/);
});

test('a pipe gets the bytes as they were, however many', async ({ serve, startChat }) => {
  const { port } = await serve();
  const url = `http://127.0.0.1:${port}/v1/relay`;
  const bytes = randomBytes(3_000_000);
  const [a, b] = [await startChat('a', url), await startChat('b', url)];
  a.child.stdin.end(bytes);
  expect(await a.exited).toMatchObject({ code: 0 });
  await b.until('stderr', /The other device left\.\n/);
  expect(b.stdout.equals(bytes)).toBe(true);
});

test('a relay that ends is told, and so is one that is not there', async ({ serve, startChat }) => {
  const relay = await serve();
  const url = `http://127.0.0.1:${relay.port}/v1/relay`;
  const a = await startChat('a', url);
  await relay.until('stderr', /Connected from/);
  relay.child.kill('SIGTERM');
  expectOneSentence(await a.exited, /The connection to the relay was lost \(1001/);
  const alone = await startChat('a', url);
  expectOneSentence(await alone.exited, /No relay answers at/);
});

test('with oneself it ends, as nothing can come of it', async ({ serve, cli, run, folder }) => {
  const { port } = await serve();
  await run(['genkeys']);
  const own = (await readFile(join(folder, 'relay.key.public'), 'utf8')).trim();
  const alone = cli(['chat', `http://127.0.0.1:${port}/v1/relay`, own], { env: LOGIN });
  expectOneSentence(await alone.exited, "The relay refused: Can't connect to self.");
});

test('what was lost, because the other one left, is told once, and at the end', async ({
  relay,
  run,
  cli,
  folder,
}) => {
  const peer = await relay.device();
  await run(['genkeys']);
  const raw = Buffer.from(await readFile(join(folder, 'relay.key.public'), 'utf8'), 'base64');
  const own = cli(['chat', `http://127.0.0.1:${relay.port}/v1/relay`, peer.key], { env: LOGIN });
  peer.connect({ keys: { raw } });
  await own.until('stderr', HERE);
  // More than is on the way: what the relay reads after the peer has gone finds nobody.
  own.child.stdin.end(randomBytes(8_000_000));
  while ((await peer.next()).kind !== 'data');
  await peer.raw.end();
  await own.until('stderr', /did not arrive\.\n/);
  await own.until('stderr', /The other device left\.\n/);
  const again = await relay.device({ keys: peer.keys });
  again.connect({ keys: { raw } });
  const { code, stderr } = await own.exited;
  expect(code).toBe(1);
  expect(stderr.match(/did not arrive/g)).toHaveLength(1);
  expect(stderr).toMatch(/The relay refused: No such connection\.\n$/);
});
