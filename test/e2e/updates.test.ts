import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Releases, startReleases } from '../helpers/releases';
import { test as base, expect, type ShellApp } from '../helpers/shellApp';

base.skip(process.platform !== 'linux', 'what is replaced here is an AppImage');

const test = base.extend<{ feed: Releases; appImage: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the braces to see that nothing else is needed
  feed: async ({}, use) => {
    const feed = await startReleases();
    await use(feed);
    await feed.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  appImage: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-image-'));
    const path = join(folder, 'Buckets Relay.AppImage');
    await writeFile(path, 'the old version');
    await chmod(path, 0o755);
    await use(path);
    await rm(folder, { recursive: true });
  },
});

const start = ({ electron }: ShellApp, url: string, canInstall = true) =>
  electron.evaluate(
    (_module, given) => {
      globalThis.shell.updates = globalThis.shell.makeUpdates(given.url, given.canInstall);
    },
    { url, canInstall },
  );
const check = ({ electron }: ShellApp) => electron.evaluate(() => globalThis.shell.updates?.check());
const download = ({ electron }: ShellApp) => electron.evaluate(() => globalThis.shell.updates?.download());
const state = ({ electron }: ShellApp) => electron.evaluate(() => globalThis.shell.updates?.state.get());

test('a newer version is told, downloaded and installed, each on the person’s word', async ({
  launchShell,
  feed,
  appImage,
}) => {
  const told = `${appImage}.told`;
  const program = `#!/bin/sh\necho started > '${told}'\n`;
  feed.offer('1.3.0', program);
  const app = await launchShell({ APPIMAGE: appImage });
  await start(app, feed.url);
  expect(await state(app)).toEqual({ kind: 'notLooked' });

  await check(app);
  const newer = { version: '1.3.0', notesUrl: `${feed.url}/notes/1.3.0`, canInstall: true, later: false };
  expect(await state(app)).toEqual({ kind: 'available', newer });
  expect(feed.requests.map(({ url }) => url?.split('?')[0])).toEqual([
    expect.stringContaining('/latest-linux'),
  ]);
  // Nobody is to be known again by what the updater sends.
  for (const { url, headers } of feed.requests) {
    expect(`${url} ${JSON.stringify(headers)}`).not.toContain('1.2.0');
    expect(headers['x-user-staging-id'] ?? '').toBe('');
    expect(headers.cookie).toBeUndefined();
  }

  await download(app);
  expect(await state(app)).toEqual({ kind: 'ready', newer });
  expect(await readFile(appImage, 'utf8')).toBe('the old version');

  const exited = once(app.electron.process(), 'exit');
  await app.electron
    .evaluate(() => {
      setTimeout(() => void globalThis.shell.updates?.install());
    })
    .catch(() => undefined);
  await exited;
  expect(await readFile(appImage, 'utf8')).toBe(program);
  await expect.poll(() => readFile(told, 'utf8').catch(() => '')).toBe('started\n');
});

test('a download that is not what was announced is refused and thrown away', async ({
  launchShell,
  feed,
  appImage,
}) => {
  feed.offer('1.3.0', 'the newer version', 'something else !!');
  const app = await launchShell({ APPIMAGE: appImage });
  await start(app, feed.url);
  await check(app);
  await download(app);
  expect(await state(app)).toMatchObject({ kind: 'damaged', newer: { version: '1.3.0' } });
  expect(await readFile(appImage, 'utf8')).toBe('the old version');
  const kept = await readdir(join(app.home, 'cache/shell'), { recursive: true });
  expect(kept.filter((name) => name.includes('AppImage'))).toEqual([]);

  // Once it is whole, it is taken.
  feed.offer('1.3.0', 'the newer version');
  await download(app);
  expect(await state(app)).toMatchObject({ kind: 'ready' });
});

test('a newer version that was put off stays so, until somebody brings it or there is one more', async ({
  launchShell,
  feed,
}) => {
  feed.offer('1.3.0', 'the newer version');
  const app = await launchShell();
  await start(app, feed.url);
  const postpone = () => app.electron.evaluate(() => globalThis.shell.updates?.postpone());
  await postpone();
  expect(await state(app)).toEqual({ kind: 'notLooked' });
  await check(app);
  await postpone();
  await check(app);
  expect(await state(app)).toMatchObject({ kind: 'available', newer: { version: '1.3.0', later: true } });
  feed.offer('1.3.1', 'a still newer version');
  await check(app);
  expect(await state(app)).toMatchObject({ kind: 'available', newer: { version: '1.3.1', later: false } });
});

test('by itself the app looks a minute after its start and then once a day, unless it is not to', async ({
  launchShell,
  feed,
}) => {
  feed.offer('1.3.0', 'the newer version');
  const app = await launchShell();
  await start(app, feed.url);
  // While the updater is loaded, which is a megabyte, V8 collects the answer of a call from here as garbage: so it begins
  // when this one has been answered, and nothing more is asked until the updater has asked.
  const pass = (seconds: number) =>
    app.electron.evaluate((_module, ms) => {
      setImmediate(() => globalThis.shell.clock.pass(ms));
    }, seconds * 1_000);
  const setLooking = (on: boolean) =>
    app.electron.evaluate((_module, looks) => {
      globalThis.shell.looksByItself = looks;
    }, on);
  await pass(59);
  await setLooking(false);
  await pass(1);
  expect(feed.requests).toEqual([]);
  expect(await state(app)).toEqual({ kind: 'notLooked' });
  await setLooking(true);
  await pass(3_600);
  await expect.poll(() => feed.requests.length).toBeGreaterThan(0);
  await expect.poll(() => state(app)).toMatchObject({ kind: 'available', newer: { version: '1.3.0' } });
  feed.offer('1.3.1', 'a still newer version');
  await pass(23 * 3_600);
  expect(await state(app)).toMatchObject({ newer: { version: '1.3.0' } });
  await pass(3_600);
  await expect.poll(() => state(app)).toMatchObject({ newer: { version: '1.3.1' } });
});

for (const version of ['1.2.0', '1.1.9', '1.3.0-beta.1']) {
  test(`to 1.2.0, version ${version} is no update`, async ({ launchShell, feed, appImage }) => {
    feed.offer(version, 'another version');
    const app = await launchShell({ APPIMAGE: appImage });
    await start(app, feed.url);
    await check(app);
    expect(await state(app)).toEqual({ kind: 'newest' });
    await download(app);
    expect(feed.requests).toHaveLength(1);
  });
}

test('where the app must not replace itself, it tells of the newer version and brings nothing', async ({
  launchShell,
  feed,
}) => {
  feed.offer('1.3.0', 'the newer version');
  const app = await launchShell();
  await start(app, feed.url, false);
  await check(app);
  expect(await state(app)).toMatchObject({ kind: 'available', newer: { canInstall: false } });
  await download(app);
  expect(await state(app)).toMatchObject({ kind: 'available' });
  expect(feed.requests).toHaveLength(1);
});

test('without an answer, who asked is told so', async ({ launchShell, feed }) => {
  const app = await launchShell();
  await start(app, feed.url);
  await check(app);
  expect(await state(app)).toEqual({ kind: 'noAnswer' });
  const told = await app.electron.evaluate(() => globalThis.shell.told);
  expect(told).toEqual([expect.stringMatching(/^No newer version could be looked for: [^\n]+$/)]);
});

test('only pages of the web are shown in a browser', async ({ launchShell }) => {
  const { electron } = await launchShell();
  await electron.evaluate(({ shell }) => {
    shell.openExternal = async (url) => void globalThis.shell.told.push(url);
  });
  const open = (url: string) =>
    electron.evaluate((_module, wanted) => globalThis.shell.openInBrowser(wanted), url);
  expect(await open('https://releases.invalid/v1.3.0')).toBe(true);
  for (const url of [
    'file:///etc/passwd',
    'http://releases.invalid/',
    'javascript:1',
    '/usr/bin/true',
    'smb://x/y',
  ])
    expect(await open(url)).toBe(false);
  expect(await electron.evaluate(() => globalThis.shell.told)).toEqual(['https://releases.invalid/v1.3.0']);
});

test('the app knows where it comes from by what it was built with', async ({ launchShell, appImage }) => {
  const { electron, home } = await launchShell({ APPIMAGE: appImage });
  const sourceOf = async (about: object) => {
    await writeFile(join(home, 'package.json'), JSON.stringify(about));
    return electron.evaluate(({ app }, folder) => {
      app.getAppPath = () => folder;
      const source = globalThis.shell.updateSource();
      return source && { feed: source.feed, canInstall: source.canInstall, notes: source.notesUrl('1.3.0') };
    }, home);
  };
  expect(await sourceOf({ homepage: 'https://github.com/someone/relay', signed: false })).toEqual({
    feed: { provider: 'github', owner: 'someone', repo: 'relay' },
    canInstall: true,
    notes: 'https://github.com/someone/relay/releases/tag/v1.3.0',
  });
  // Built at home, or run from its sources.
  expect(await sourceOf({ homepage: 'https://buckets-relay.invalid' })).toBeUndefined();
  expect(await sourceOf({})).toBeUndefined();
});

test('an update that cannot take the place of this version leaves this one, which starts again', async ({
  launchShell,
  feed,
  appImage,
}) => {
  feed.offer('1.3.0', 'the newer version');
  const app = await launchShell({ APPIMAGE: appImage });
  const note = join(app.home, 'note');
  await start(app, feed.url);
  await check(app);
  await download(app);
  // Moved away in the meantime.
  await rename(appImage, `${appImage}.moved`);
  const exited = once(app.electron.process(), 'exit');
  await app.electron
    .evaluate(({ app: electronApp }, path) => {
      const { writeFileSync } = process.getBuiltinModule('node:fs');
      electronApp.relaunch = () => writeFileSync(path, globalThis.shell.told.join('\n'));
      setTimeout(() => void globalThis.shell.updates?.install());
    }, note)
    .catch(() => undefined);
  await exited;
  expect(await readFile(note, 'utf8')).toMatch(/^ended\nThe newer version was not installed: ENOENT/);
  expect(await readFile(`${appImage}.moved`, 'utf8')).toBe('the old version');
});
