import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { createLogFile } from '../../../../main/shell/files/logFile';
import type { LogEntry } from '../../../../preload/logEntry';

const KEY = 'b2WnAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAr9Ls=';
const AT = 1_795_000_000_000;

const entry = (seq: number): LogEntry => ({
  seq,
  at: AT + seq,
  level: 'info',
  event: { kind: 'authenticated', conn: seq, key: KEY, from: '192.168.1.40' },
});

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the braces to see that nothing else is needed
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-log-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

const linesOf = async (path: string) => (await readFile(path, 'utf8')).split(/\r?\n/).slice(0, -1);

test('each entry is a line with time, level, name, key and words; an older file is gone on with', async ({
  folder,
}) => {
  const directory = join(folder, 'logs');
  for (const seq of [1, 2]) {
    const file = createLogFile(directory);
    file.write(entry(seq), () => 'Kitchen laptop');
    await file.flush();
  }
  expect(await linesOf(join(directory, 'relay.log'))).toEqual([
    '2026-11-18T11:06:40.001Z info    Kitchen laptop (b2Wn…r9Ls): Connected from 192.168.1.40 [1]',
    '2026-11-18T11:06:40.002Z info    Kitchen laptop (b2Wn…r9Ls): Connected from 192.168.1.40 [2]',
  ]);
});

test('tens of thousands of lines are written whole and in order, over files of bounded size, the oldest dropped', async ({
  folder,
}) => {
  const file = createLogFile(folder);
  const count = 150_000;
  for (let seq = 0; seq < count; seq++) {
    file.write(entry(seq), () => 'Kitchen laptop');
    if (seq % 15_000 === 14_999) await file.flush();
  }
  await file.flush();
  expect((await readdir(folder)).sort()).toEqual(['relay.1.log', 'relay.2.log', 'relay.3.log', 'relay.log']);
  const lines: string[] = [];
  for (const name of ['relay.3.log', 'relay.2.log', 'relay.1.log', 'relay.log']) {
    expect((await stat(join(folder, name))).size).toBeLessThan(4_000_000);
    lines.push(...(await linesOf(join(folder, name))));
  }
  const numbers = lines.map((line) => Number(/\[(\d+)\]$/.exec(line)?.[1]));
  expect(numbers).toEqual(numbers.map((_, i) => count - numbers.length + i));
});

test('a place that cannot be written to is told once, and nothing is lost when it can be again', async ({
  folder,
}) => {
  const directory = join(folder, 'logs');
  await writeFile(directory, 'a file where the folder should be');
  const problems: (string | undefined)[] = [];
  const file = createLogFile(directory, (text) => problems.push(text));
  for (let seq = 0; seq < 3; seq++) {
    file.write(entry(seq), () => undefined);
    await file.flush();
  }
  expect(problems).toEqual([expect.stringContaining('EEXIST')]);
  await rm(directory);
  await file.flush();
  expect(await linesOf(file.path)).toHaveLength(3);
  expect(problems).toEqual([expect.any(String), undefined]);
});

test('a folder that somebody takes away while the app runs is made again', async ({ folder }) => {
  const directory = join(folder, 'logs');
  const file = createLogFile(directory);
  file.write(entry(1), () => undefined);
  await file.flush();
  await rm(directory, { recursive: true });
  file.write(entry(2), () => undefined);
  await file.flush();
  expect(await linesOf(file.path)).toHaveLength(1);
});

test('of lines that wait for the disk only so many are kept, and how many are missing is written', async ({
  folder,
}) => {
  const directory = join(folder, 'logs');
  const file = createLogFile(directory);
  for (let seq = 0; seq < 20_100; seq++) file.write(entry(seq), () => undefined);
  await file.flush();
  const lines = await linesOf(file.path);
  expect(lines).toHaveLength(20_001);
  expect(lines.at(-1)).toMatch(/warning 100 lines could not be written here$/);
});

test('it prints nothing, whatever fails', async ({ folder }) => {
  const printed: unknown[] = [];
  const { error, log, info } = console;
  Object.assign(
    console,
    Object.fromEntries(['error', 'log', 'info'].map((name) => [name, (text: unknown) => printed.push(text)])),
  );
  try {
    await mkdir(join(folder, 'relay.log'));
    const file = createLogFile(folder);
    file.write(entry(1), () => undefined);
    await file.flush();
  } finally {
    Object.assign(console, { error, log, info });
  }
  expect(printed).toEqual([]);
});
