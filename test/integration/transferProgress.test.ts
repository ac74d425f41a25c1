import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base, type Cli, type CliOptions, expect, LOGIN } from '../helpers/commandLine';
import { noTerminal, onTerminal } from '../helpers/onTerminal';

// How far `send` and `receive` are, on a terminal and where there is none.

interface Kit {
  /** Starts both; the sender's input stays open. */
  pair: (options: { send?: CliOptions; receive?: CliOptions }) => { sender: Cli; receiver: Cli };
}

const test = base.extend<Kit>({
  pair: async ({ relay, run, cli, folder }, use) => {
    const keysOf = (name: string) => ['--local-public', `${name}.public`, '--local-secret', `${name}.secret`];
    const [a = '', b = ''] = await Promise.all(
      ['a', 'b'].map(async (name) => {
        await run(['genkeys', '-p', `${name}.public`, '-s', `${name}.secret`]);
        return (await readFile(join(folder, `${name}.public`), 'utf8')).trim();
      }),
    );
    await use(({ send, receive }) => ({
      sender: cli(['send', relay.url, b, ...keysOf('a')], { ...send, env: { ...LOGIN, ...send?.env } }),
      receiver: cli(['receive', relay.url, a, ...keysOf('b')], {
        ...receive,
        env: { ...LOGIN, ...receive?.env },
      }),
    }));
  },
});

test.skip(noTerminal !== undefined, noTerminal);

const BYTES = Buffer.alloc(50_000, 'budget');
const DIGEST = createHash('sha256').update(BYTES).digest('hex');

const CLEARED = '\r\u001b\\[K';
/** The line of 50 kB so far, as it is written over itself. */
const PROGRESS = new RegExp(`${CLEARED}50 kB, [\\d.]+ k?B/s`);
/** The line is gone, and what follows has one of its own. */
const lastLine = (verb: string) => new RegExp(`${CLEARED}${verb} 50 kB, SHA-256 ${DIGEST}\r\n$`);

const WAITING = 'Waiting for the other device…';

test('both show it on a terminal, and the SHA-256 at the end', async ({ pair }) => {
  const entry = onTerminal('err');
  const { sender, receiver } = pair({ send: { entry }, receive: { entry } });
  sender.child.stdin.write(BYTES);
  await Promise.all([sender.until('stderr', PROGRESS), receiver.until('stderr', PROGRESS)]);
  sender.child.stdin.end();
  const [sent, received] = await Promise.all([sender.exited, receiver.exited]);
  expect(sent.code).toBe(0);
  expect(sent.stderr).toMatch(lastLine('Sent'));
  expect(received.code).toBe(0);
  expect(received.stderr).toMatch(lastLine('Received'));
  expect(received.stdout).toEqual(BYTES);
});

test('of a file, the part and the time left are told', async ({ pair, folder }) => {
  await writeFile(join(folder, 'budget'), Buffer.alloc(30_000_000));
  const entry = [...onTerminal('err'), 'sh', '-c', 'exec "$0" "$@" < budget'];
  const { sender, receiver } = pair({ send: { entry } });
  // More than the way holds, so that the sender has to wait midway.
  receiver.child.stdout.pause();
  await sender.until('stderr', /MB of 30 MB \(\d+ %\), [\d.]+ [kM]?B\/s, [\w ]+ left/);
  receiver.child.stdout.resume();
  const [sent, received] = await Promise.all([sender.exited, receiver.exited]);
  expect(sent.code).toBe(0);
  expect(sent.stderr).toMatch(/Sent 30 MB, SHA-256 [0-9a-f]{64}\r\n$/);
  expect(received).toMatchObject({ code: 0, stderr: '' });
  expect(received.stdout).toHaveLength(30_000_000);
});

test('neither says a word where standard error is a pipe', async ({ pair }) => {
  const { sender, receiver } = pair({});
  sender.child.stdin.write(BYTES);
  await receiver.until('stdout', /budget/);
  sender.child.stdin.end();
  expect(await sender.exited).toMatchObject({ code: 0, stderr: '' });
  expect(await receiver.exited).toMatchObject({ code: 0, stderr: '', stdout: BYTES });
});

test('a terminal that can write over nothing is told nothing', async ({ pair }) => {
  const dumb = { entry: onTerminal('err'), env: { TERM: 'dumb' } };
  const { sender, receiver } = pair({ send: dumb, receive: dumb });
  sender.child.stdin.end(BYTES);
  const ends = await Promise.all([sender.exited, receiver.exited]);
  expect(ends.map(({ code }) => code)).toEqual([0, 0]);
  for (const { stderr } of ends) expect(stderr.replace(`${WAITING}\r\n`, '')).toBe('');
});

test('receive to a terminal leaves it to the data', async ({ pair }) => {
  const { sender, receiver } = pair({ receive: { entry: onTerminal('out+err') } });
  sender.child.stdin.end(BYTES);
  expect((await sender.exited).code).toBe(0);
  const { code, stderr } = await receiver.exited;
  expect(code).toBe(0);
  expect(stderr.replace(`${WAITING}\r\n`, '')).toBe(BYTES.toString());
});

test('what goes wrong midway is said on a line of its own', async ({ pair }) => {
  const { sender, receiver } = pair({ send: { entry: onTerminal('err') } });
  sender.child.stdin.write(BYTES);
  await sender.until('stderr', PROGRESS);
  receiver.child.kill('SIGKILL');
  const { code, stderr } = await sender.exited;
  expect(code).toBe(1);
  expect(stderr).toMatch(/\/s\r\nThe other device left before everything was sent\.\r\n$/);
});
