import { createHash, randomBytes } from 'node:crypto';
import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, expectOneSentence, LOGIN, test } from '../helpers/commandLine';
import { makeKeys } from '../helpers/rawDevice';
import { ACCOUNT } from '../helpers/relayFixture';

// `genkeys`, `send` and `receive` as processes, with each other and with a relay.

const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const keysOf = (name: string) => ['--local-public', `${name}.public`, '--local-secret', `${name}.secret`];

test('a secret key that others could read is closed to them, and it is said', async ({ run, folder }) => {
  test.skip(process.platform === 'win32', 'Windows has no file modes');
  await run(['genkeys', '-p', 'a.public', '-s', 'a.secret']);
  await chmod(join(folder, 'a.secret'), 0o644);
  const nowhere = ['http://127.0.0.1:1/v1/relay', makeKeys().key];
  const login = ['--username', ACCOUNT.username, '--password', ACCOUNT.password];
  const { stderr } = await run(['receive', ...keysOf('a'), ...login, ...nowhere]);
  expect(stderr).toMatch(/^Other users .* could read a\.secret until now: new keys are wise/);
  expect((await stat(join(folder, 'a.secret'))).mode & 0o777).toBe(0o600);
});

test.describe('genkeys', () => {
  test('writes two files and prints the public key', async ({ run, folder }) => {
    const exit = await run(['genkeys']);
    expect(exit).toMatchObject({ code: 0, stderr: '' });
    expect((await readdir(folder)).sort()).toEqual(['relay.key.public', 'relay.key.secret']);
    const publicKey = (await readFile(join(folder, 'relay.key.public'), 'utf8')).trim();
    const secret = Buffer.from(await readFile(join(folder, 'relay.key.secret'), 'utf8'), 'base64');
    expect(Buffer.from(publicKey, 'base64')).toHaveLength(32);
    expect(secret).toHaveLength(64);
    expect(secret.subarray(32).toString('base64')).toBe(publicKey);
    expect(exit.stdout.toString()).toContain(publicKey);
    expect(exit.stdout.toString()).not.toContain(secret.toString('base64').slice(0, 20));
    if (process.platform !== 'win32')
      expect((await stat(join(folder, 'relay.key.secret'))).mode & 0o777).toBe(0o600);
  });

  test('never overwrites a key', async ({ run, folder }) => {
    await run(['genkeys', '--public', 'a', '--secret', 'b']);
    const before = await Promise.all(['a', 'b'].map((name) => readFile(join(folder, name))));
    expectOneSentence(await run(['genkeys', '-p', 'a', '-s', 'b']), 'a exists already');
    expectOneSentence(await run(['genkeys', '-p', 'c', '-s', 'b']), 'b exists already');
    expect(await Promise.all(['a', 'b'].map((name) => readFile(join(folder, name))))).toEqual(before);
    expect((await readdir(folder)).sort()).toEqual(['a', 'b']);
  });

  test('makes another pair each time', async ({ run, folder }) => {
    for (const name of ['a', 'b']) await run(['genkeys', '-p', `${name}.public`, '-s', `${name}.secret`]);
    const [a, b] = await Promise.all(
      ['a', 'b'].map((name) => readFile(join(folder, `${name}.public`), 'utf8')),
    );
    expect(a).not.toBe(b);
  });
});

test.describe('send and receive', () => {
  test.beforeEach(async ({ run }) => {
    for (const name of ['a', 'b']) await run(['genkeys', '-p', `${name}.public`, '-s', `${name}.secret`]);
  });

  for (const first of ['sender', 'receiver'] as const) {
    test(`pass 5 MB through a third process, the ${first} first`, async ({ serve, cli, folder }) => {
      const server = await serve();
      const url = `http://127.0.0.1:${server.port}/v1/relay`;
      const [a, b] = await Promise.all(
        ['a', 'b'].map((name) => readFile(join(folder, `${name}.public`), 'utf8')),
      );
      const bytes = randomBytes(5_000_000);
      const start = {
        sender: () => {
          const sender = cli(['send', url, b?.trim() ?? '', ...keysOf('a')], { env: LOGIN });
          sender.child.stdin.end(bytes);
          return sender;
        },
        receiver: () => cli(['receive', url, a?.trim() ?? '', ...keysOf('b')], { env: LOGIN }),
      };
      const one = start[first]();
      await server.until('stderr', /Connected from/);
      const two = start[first === 'sender' ? 'receiver' : 'sender']();
      const [sent, received] = first === 'sender' ? [one, two] : [two, one];
      expect(await sent.exited).toMatchObject({ code: 0, stderr: '' });
      const end = await received.exited;
      expect(end).toMatchObject({ code: 0, stderr: '' });
      expect(sha(end.stdout)).toBe(sha(bytes));
    });
  }

  test('pass nothing at all, which whoever receives it is told', async ({ relay, run, folder }) => {
    const [a, b] = await Promise.all(
      ['a', 'b'].map((name) => readFile(join(folder, `${name}.public`), 'utf8')),
    );
    const [received, sent] = await Promise.all([
      run(['receive', relay.url, a?.trim() ?? '', ...keysOf('b')], { env: LOGIN }),
      run(['send', relay.url, b?.trim() ?? '', ...keysOf('a')], { env: LOGIN }),
    ]);
    expect(sent).toMatchObject({ code: 0, stderr: '' });
    expect(received.code).toBe(3);
    expect(received.stderr).toMatch(/^[^\n]+\n$/);
    expect(received.stdout).toHaveLength(0);
  });

  test('take credentials as options, with -u and -p', async ({ relay, cli }) => {
    const { key } = makeKeys();
    const login = ['-u', ACCOUNT.username, '-p', ACCOUNT.password];
    cli(['receive', relay.url, key, ...login, ...keysOf('a')]);
    await relay.events.until(({ kind }) => kind === 'authenticated');
  });

  test('receive ends quietly when its reader has had enough', async ({ relay, cli, folder }) => {
    const device = await relay.device();
    const receiver = cli(['receive', relay.url, device.key, ...keysOf('a')], { env: LOGIN });
    const entered = await device.next();
    const key = (await readFile(join(folder, 'a.public'), 'utf8')).trim();
    expect(entered).toEqual({ kind: 'entered', key });
    const to = Buffer.from(key, 'base64');
    device.connect({ keys: { raw: to } });
    expect((await device.next()).kind).toBe('connected');
    device.data({ keys: { raw: to } }, Buffer.alloc(100_000, 'x'));
    await receiver.until('stdout', /^x{10}/);
    receiver.child.stdout.destroy();
    // More than a pipe holds, so that at least one write meets the closed end.
    for (let i = 0; i < 10; i++) device.data({ keys: { raw: to } }, Buffer.alloc(100_000, 'x'));
    const { stderr, signal } = await receiver.exited;
    expect(signal).toBe(null);
    expect(stderr.split('\n').length).toBeLessThanOrEqual(2);
  });

  test('say in one sentence that the relay stopped', async ({ relay, cli }) => {
    const { key } = makeKeys();
    const waiting = ['send', 'receive'].map((command, i) =>
      cli([command, relay.url, key, ...keysOf(i === 0 ? 'a' : 'b')], { env: LOGIN }),
    );
    await relay.events.untilCount(2, ({ kind }) => kind === 'authenticated');
    await relay.server.stop();
    for (const { exited } of waiting)
      expectOneSentence(await exited, /connection to the relay was lost \(1001/);
  });

  test('say in one sentence that the other device left', async ({ relay, cli, folder }) => {
    const device = await relay.device();
    const sender = cli(['send', relay.url, device.key, ...keysOf('a')], { env: LOGIN });
    expect((await device.next()).kind).toBe('entered');
    const raw = Buffer.from(await readFile(join(folder, 'a.public'), 'utf8'), 'base64');
    device.connect({ keys: { raw } });
    expect((await device.next()).kind).toBe('connected');
    sender.child.stdin.write('the first of much');
    expect((await device.next()).kind).toBe('data');
    await device.raw.end();
    expectOneSentence(await sender.exited, 'The other device left');
  });

  test('a second process with the same keys ends the first one in one sentence', async ({ relay, cli }) => {
    const { key } = makeKeys();
    const args = ['receive', relay.url, key, ...keysOf('a')];
    const first = cli(args, { env: LOGIN });
    await relay.events.until(({ kind }) => kind === 'authenticated');
    cli(args, { env: LOGIN });
    expectOneSentence(await first.exited, /4001/);
  });
});
