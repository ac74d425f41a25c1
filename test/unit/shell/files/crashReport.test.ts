import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { crashOf, outline, startSession } from '../../../../main/shell/files/crashReport';

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the braces to see that nothing else is needed
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-session-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
});

test('a session that ended in order leaves nothing to tell', async ({ folder }) => {
  const session = startSession(folder, '1.0.0');
  expect(session.lastCrash).toBeUndefined();
  session.ended();
  expect(await readdir(folder)).toEqual([]);
  expect(startSession(folder, '1.0.0').lastCrash).toBeUndefined();
});

test('a session that did not end is told once', ({ folder }) => {
  startSession(folder, '1.0.0');
  const next = startSession(folder, '1.0.1');
  expect(next.lastCrash).toEqual({ version: '1.0.0', started: expect.any(Number), error: undefined });
  next.ended();
  expect(startSession(folder, '1.0.1').lastCrash).toBeUndefined();
});

test('a bug is told although the app ended in order after it', ({ folder }) => {
  const session = startSession(folder, '1.0.0');
  session.failed(new TypeError('x is not a function'));
  session.ended();
  expect(startSession(folder, '1.0.0').lastCrash?.error).toMatch(
    /^TypeError\n {2}at .*crashReport\.test\.ts:\d+:\d+/,
  );
});

test('what was being said and whose folders they are is not kept', ({ folder }) => {
  const session = startSession(folder, '1.0.0');
  session.failed(
    Object.assign(new SyntaxError('Unexpected token in "hqtm-xwke-rbzf-vdnu"'), { code: 'ERR_X' }),
  );
  const kept = readFileSync(join(folder, 'session.json'), 'utf8');
  expect(kept).toContain('SyntaxError ERR_X');
  expect(kept).not.toContain('hqtm');
  expect(kept).not.toContain(import.meta.dirname);
  expect(outline('hqtm-xwke-rbzf-vdnu')).toBe('Something that is not an error: string');
  expect(outline(new Error('first line\n    at hqtm-xwke (secret:1:2)\nmore'))).not.toContain('hqtm');
});

test('a computer that was switched off took the app with it: that is no crash', () => {
  const stored = { version: '1.0.0', started: 1_000 };
  expect(crashOf(stored, 2_000)).toBeUndefined();
  expect(crashOf(stored, 500)).toMatchObject({ version: '1.0.0' });
  expect(crashOf({ ...stored, error: 'TypeError' }, 2_000)).toMatchObject({ error: 'TypeError' });
});

test('a note that is broken, or cannot be written, is no reason to fail', async ({ folder }) => {
  await writeFile(join(folder, 'session.json'), '{"version":');
  expect(startSession(folder, '1.0.0').lastCrash).toBeUndefined();
  const session = startSession(join(folder, 'missing'), '1.0.0');
  session.failed(new Error('x'));
  session.ended();
});
