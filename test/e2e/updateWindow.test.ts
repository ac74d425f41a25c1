import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type DesktopApp, expect, title } from '../helpers/desktopApp';
import { type Releases, startReleases } from '../helpers/releases';

base.skip(process.platform !== 'linux', 'what is replaced here is an AppImage');

// Updates as a person meets them in the window of the whole app, which takes a web server of the test for GitHub.

const test = base.extend<{
  releases: Releases;
  /** Where the app finds what it was built as, and the AppImage that it was started from. */
  about: string;
  launchBuilt: (more?: { appImage?: boolean; built?: object }) => Promise<DesktopApp>;
}>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the braces to see that nothing else is needed
  releases: async ({}, use) => {
    const releases = await startReleases();
    await use(releases);
    await releases.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  about: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-about-'));
    await writeFile(join(folder, 'dev-app-update.yml'), 'updaterCacheDirName: relay\n');
    await writeFile(join(folder, 'Buckets Relay.AppImage'), 'the old version', { mode: 0o755 });
    await use(folder);
    await rm(folder, { recursive: true });
  },
  launchBuilt: async ({ launch, releases, about }, use) => {
    await use(async ({ appImage = true, built = BUILT } = {}) => {
      await writeFile(join(about, 'package.json'), JSON.stringify(built));
      const env = { TEST_RELEASES: releases.url, TEST_ABOUT: about, XDG_CACHE_HOME: join(about, 'cache') };
      const image = { APPIMAGE: join(about, 'Buckets Relay.AppImage') };
      const settings = JSON.stringify({ version: 2, reach: 'computer', welcomed: true });
      return launch({ settings, env: { ...env, ...(appImage && image) } });
    });
  },
});

const BUILT = { homepage: 'https://github.com/someone/relay', signed: false };

const go = ({ page }: DesktopApp, panel: string) =>
  page.getByRole('navigation').getByRole('button', { name: panel }).click();
const button = ({ page }: DesktopApp, name: string) => page.getByRole('button', { name, exact: true });
async function check(app: DesktopApp): Promise<void> {
  await go(app, 'Settings');
  await button(app, 'Check for updates').click();
}

test('a newer version is seen, downloaded, and the app starts as it', async ({
  launchBuilt,
  releases,
  about,
}) => {
  const started = join(about, 'started');
  const newer = `#!/bin/sh\necho as new > '${started}'\n`;
  releases.offer('1.2.0', newer);
  const app = await launchBuilt();
  const { page } = app;
  await check(app);
  await expect(page.getByText('Version 1.2.0 is there.')).toBeVisible();
  await go(app, 'Overview');
  await expect(page.getByText('Version 1.2.0 is there.')).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('1.2.0 is there');

  const opened = once(app.electron.process().stdout ?? app.electron.process(), 'data');
  await button(app, 'What is new').click();
  expect(String(await opened)).toBe('opened https://github.com/someone/relay/releases/tag/v1.2.0\n');

  const release = releases.hold();
  await button(app, 'Download').click();
  await expect(page.getByText('Version 1.2.0 is being downloaded.')).toBeVisible();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(title(app)).toHaveText(/^Running/);
  release();
  await expect(page.getByText('Version 1.2.0 is ready.')).toBeVisible();

  const exited = once(app.electron.process(), 'exit');
  await button(app, 'Restart with version 1.2.0').click();
  await exited;
  await expect.poll(() => readFile(started, 'utf8').catch(() => '')).toBe('as new\n');
  expect(await readFile(join(about, 'Buckets Relay.AppImage'), 'utf8')).toBe(newer);
});

test('who wants it later is left alone, and still finds it', async ({ launchBuilt, releases }) => {
  releases.offer('1.2.0', 'the newer version');
  const app = await launchBuilt();
  const notice = app.page.getByText('Version 1.2.0 is there.');
  await check(app);
  await go(app, 'Overview');
  await button(app, 'Later').click();
  await expect(notice).toHaveCount(0);
  await expect(app.page.getByRole('banner')).toContainText('1.2.0 is there');
  await go(app, 'Settings');
  await expect(notice).toBeVisible();
  await go(app, 'Overview');
  await expect(title(app)).toBeVisible();
  await expect(notice).toHaveCount(0);
});

test('a damaged download is said to be so, and tried again', async ({ launchBuilt, releases }) => {
  releases.offer('1.2.0', 'the newer version', 'something else !!');
  const app = await launchBuilt();
  await check(app);
  await button(app, 'Download').click();
  await expect(app.page.getByText('Version 1.2.0 arrived damaged.')).toBeVisible();
  releases.offer('1.2.0', 'the newer version');
  await button(app, 'Try again').click();
  await expect(app.page.getByText('Version 1.2.0 is ready.')).toBeVisible();
});

test('what a package manager brought shows what is new, and how to get it', async ({
  launchBuilt,
  releases,
}) => {
  releases.offer('1.2.0', 'the newer version');
  const app = await launchBuilt({ appImage: false });
  await check(app);
  await expect(app.page.getByText('Install it the way this version came here')).toBeVisible();
  await expect(button(app, 'What is new')).toBeVisible();
  await expect(button(app, 'Download')).toHaveCount(0);

  // The window says that it wants the page, never which.
  const answer = await app.page.evaluate(() => {
    const { showUpdateNotes } = window.relay as unknown as Record<string, (url: string) => Promise<unknown>>;
    return showUpdateNotes?.('https://elsewhere.invalid/').then(
      () => 'answered',
      () => 'refused',
    );
  });
  expect(answer).toBe('refused');
});

test('who asks gets an answer, whatever it is', async ({ launchBuilt, releases }, info) => {
  const app = await launchBuilt();
  await check(app);
  await expect(app.page.getByText(/could not be found out .* online\?$/)).toBeVisible();
  releases.offer('0.0.1', 'an older version');
  await check(app);
  await expect(app.page.getByText('This is the newest version.')).toBeVisible();
  const looking = app.page.getByRole('switch', { name: 'Look for newer versions' });
  await expect(looking).toBeChecked();
  await looking.click();
  await expect(looking).not.toBeChecked();
  await app.page.screenshot({ path: info.outputPath('settings-updates.png') });
});

test('an app that was built at home never looks, and only says which version it is', async ({
  launchBuilt,
  releases,
}) => {
  const app = await launchBuilt({ built: {} });
  await go(app, 'Settings');
  await expect(app.page.getByRole('main').getByText(/^Version \d/)).toBeVisible();
  await expect(button(app, 'Check for updates')).toHaveCount(0);
  await expect(app.page.getByRole('switch', { name: 'Look for newer versions' })).toHaveCount(0);
  expect(releases.requests).toEqual([]);
});
