import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bystanders } from '../helpers/bystanders';
import { expect, LOGIN, test } from '../helpers/commandLine';
import { RawDevice } from '../helpers/rawDevice';
import { ACCOUNT } from '../helpers/relayFixture';

// A log that nobody reads: the relay goes on, whatever its output is, and keeps of it what has room.

test.skip(
  process.platform !== 'linux',
  'the terminal is made by script of util-linux, and memory is read from /proc',
);

const CLI = join(import.meta.dirname, '../../out/main/cli.cjs');
const MIB = 1024 * 1024;

const source = (port: number) => ({
  device: async () => (await RawDevice.open({ port, ...ACCOUNT })).login(),
});

/** So many devices come, one after the other, and go. */
async function comeAndGo(port: number, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await (await source(port).device()).close();
}

/** Resolves with the port of the relay that says on this process's output that it listens. */
async function portOf({ stdout }: ChildProcess): Promise<number> {
  let said = '';
  for (;;) {
    const found = /:(\d+)\/v1\/relay\s/.exec(said);
    if (found) return Number(found[1]);
    const [chunk] = await once(stdout ?? process.stdin, 'data');
    said += chunk;
  }
}

test('a terminal that is stopped does not stop the relay, and shows the log when it goes on', async ({
  undo,
}) => {
  test.slow();
  const command = `exec '${process.execPath}' '${CLI}' server --port 0`;
  // In a group of its own, with the relay in it.
  const terminal = spawn('script', ['-qfec', command, '/dev/null'], {
    env: { PATH: process.env.PATH ?? '', ...LOGIN },
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = once(terminal, 'exit');
  undo(async () => {
    terminal.kill('SIGCONT');
    terminal.kill('SIGTERM');
    await ended;
  });
  const port = await portOf(terminal);
  const others = await Bystanders.at(source(port));
  terminal.kill('SIGSTOP');
  await comeAndGo(port, 400);
  await others.exchange(20);

  let shown = '';
  terminal.stdout.on('data', (chunk) => {
    shown += chunk;
  });
  terminal.kill('SIGCONT');
  while (!shown.includes('Disconnected')) await once(terminal.stdout, 'data');
  await others.exchange();
});

test('a pipe that nobody reads does not grow, whatever devices do', async ({ undo }) => {
  test.slow();
  const relay = spawn(process.execPath, [CLI, 'server', '--port', '0'], {
    env: { PATH: process.env.PATH ?? '', ...LOGIN },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(relay, 'exit');
  undo(async () => {
    relay.kill('SIGKILL');
    await ended;
  });
  const port = await portOf(relay);
  relay.stderr.pause();
  const others = await Bystanders.at(source(port));
  const [a, b] = [await source(port).device(), await source(port).device()];
  b.connect(a);
  await comeAndGo(port, 20);
  const before = resident(relay);
  for (let i = 0; i < 20_000; i++) {
    a.connect(b);
    a.disconnect(b);
    if (i % 500 === 499) await others.exchange();
  }
  await others.exchange();
  expect(resident(relay) - before).toBeLessThan(60 * MIB);
});

const resident = ({ pid }: ChildProcess): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
