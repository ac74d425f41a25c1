import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base, expect, LOGIN } from '../helpers/commandLine';
import type { Exit } from '../helpers/processes';

// `receive --expect-bytes` and `--sha256`: whether that was all, as processes with a relay.

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

interface Ends {
  readonly received: Exit;
  readonly sent: Exit;
}

interface Pair {
  readonly receiver: readonly string[];
  readonly sender: readonly string[];
}

interface Kit {
  /** The arguments of `receive` and `send` of two devices that name each other. */
  pair: Pair;
  /** Sends `bytes` to a `receive` with these options; how that ended, and the sender. */
  transfer: (bytes: Uint8Array, ...options: string[]) => Promise<Ends>;
  /** The same, with a sender that has more to send, and waits for it. */
  transferStart: (bytes: Uint8Array, ...options: string[]) => Promise<Ends>;
}

const test = base.extend<Kit>({
  pair: async ({ relay, run, folder }, use) => {
    const keysOf = (name: string) => ['--local-public', `${name}.public`, '--local-secret', `${name}.secret`];
    const [a = '', b = ''] = await Promise.all(
      ['a', 'b'].map(async (name) => {
        await run(['genkeys', '-p', `${name}.public`, '-s', `${name}.secret`]);
        return (await readFile(join(folder, `${name}.public`), 'utf8')).trim();
      }),
    );
    await use({
      receiver: ['receive', relay.url, a, ...keysOf('b')],
      sender: ['send', relay.url, b, ...keysOf('a')],
    });
  },

  transfer: async ({ pair, run, cli }, use) => {
    await use(async (bytes, ...options) => {
      const receiver = cli([...pair.receiver, ...options], { env: LOGIN });
      const sent = await run(pair.sender, { env: LOGIN, input: bytes });
      return { received: await receiver.exited, sent };
    });
  },

  transferStart: async ({ pair, cli }, use) => {
    await use(async (bytes, ...options) => {
      const receiver = cli([...pair.receiver, ...options], { env: LOGIN });
      const sender = cli(pair.sender, { env: LOGIN });
      sender.child.stdin.on('error', () => {}); // The sender may end before it has read everything.
      sender.child.stdin.write(bytes);
      const [received, sent] = await Promise.all([receiver.exited, sender.exited]);
      return { received, sent };
    });
  },
});

const BYTES = randomBytes(300_000);
const NOTHING = new Uint8Array();

test('what is expected comes, and nothing is said', async ({ transfer }) => {
  const { received, sent } = await transfer(BYTES, '--expect-bytes', '300000', '--sha256', sha(BYTES));
  expect(sent).toMatchObject({ code: 0, stderr: '' });
  expect(received).toMatchObject({ code: 0, stderr: '' });
  expect(sha(received.stdout)).toBe(sha(BYTES));
});

test('the digest may be in upper case', async ({ transfer }) => {
  const { received } = await transfer(BYTES, '--sha256', sha(BYTES).toUpperCase());
  expect(received).toMatchObject({ code: 0, stderr: '' });
});

test('fewer bytes are not complete', async ({ transfer }) => {
  const { received } = await transfer(BYTES, '--expect-bytes', '300001');
  expect(received.code).toBe(4);
  expect(received.stderr).toMatch(/^[^\n]*300000 bytes[^\n]*300001 bytes[^\n]*not complete[^\n]*\n$/);
  expect(received.stdout).toEqual(BYTES);
});

test('more bytes end it at once, and the surplus is not written', async ({ transferStart }) => {
  const many = randomBytes(300_000);
  const { received, sent } = await transferStart(many, '--expect-bytes', '100001');
  expect(received.code).toBe(4);
  expect(received.stderr).toMatch(/^[^\n]*100001 bytes[^\n]*\n$/);
  expect(received.stdout).toEqual(many.subarray(0, 100_001));
  expect(sent).toMatchObject({ code: 1, stderr: expect.stringContaining('left before everything was sent') });
});

test('one byte too many is too many', async ({ transfer }) => {
  const { received } = await transfer(BYTES, '--expect-bytes', '299999', '--sha256', sha(BYTES));
  expect(received.code).toBe(4);
  expect(received.stdout).toEqual(BYTES.subarray(0, 299_999));
});

test('another digest is told with both', async ({ transfer }) => {
  const other = sha(NOTHING);
  const { received } = await transfer(BYTES, '--expect-bytes', '300000', '--sha256', other);
  expect(received.code).toBe(4);
  expect(received.stderr).toMatch(
    new RegExp(`^[^\\n]*${sha(BYTES)}[^\\n]*${other}[^\\n]*not the same[^\\n]*\\n$`),
  );
  expect(received.stdout).toEqual(BYTES);
});

test.describe('nothing at all', () => {
  for (const options of [
    ['--expect-bytes', '0'],
    ['--sha256', sha(NOTHING)],
    ['--expect-bytes', '0', '--sha256', sha(NOTHING)],
  ])
    test(`is right with ${options.join(' ').slice(0, 40)}`, async ({ transfer }) => {
      const { received } = await transfer(NOTHING, ...options);
      expect(received).toMatchObject({ code: 0, stderr: '' });
    });

  for (const options of [
    ['--expect-bytes', '5'],
    ['--sha256', sha(BYTES)],
  ])
    test(`is nothing with ${options[0]} of something`, async ({ transfer }) => {
      const { received } = await transfer(NOTHING, ...options);
      expect(received).toMatchObject({ code: 3, stderr: expect.stringContaining('without having sent') });
    });

  test('was expected, and something came', async ({ transfer }) => {
    const { received } = await transfer(BYTES, '--expect-bytes', '0');
    expect(received.code).toBe(4);
    expect(received.stdout).toHaveLength(0);
  });
});
