import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asked, type BareApp, expect, test } from '../helpers/bareApp';

test.skip(process.platform === 'win32', 'Windows has no signals to end a program with');

const CRASHED = 'Buckets Relay stopped unexpectedly last time.';
const NEWER = 'These settings were made by a newer version of Buckets Relay.';

const isUp = ({ port }: BareApp): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/versions`).then(
    ({ ok }) => ok,
    () => false,
  );
const until = (app: BareApp) => expect.poll(() => isUp(app), { timeout: 20_000 }).toBe(true);
const sessionFile = ({ userData }: BareApp) => join(userData, 'session.json');

for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
  test(`${signal} ends the app in order, and the next start has nothing to tell`, async ({ start }) => {
    const app = await start();
    await until(app);
    await access(sessionFile(app));
    app.process.child.kill(signal);
    expect(await app.process.exited).toMatchObject({ code: 0 });
    expect(await readdir(app.userData)).not.toContain('session.json');
    expect(await isUp(app)).toBe(false);
  });
}

test('an app that was killed tells so at the next start, once, and keeps its settings', async ({ start }) => {
  const app = await start();
  await until(app);
  const { userData, port } = app;
  const password = await readFile(join(userData, 'password.json'), 'utf8');
  app.process.child.kill('SIGKILL');
  await app.process.exited;

  const next = { ...(await start({ userData })), port };
  await until(next);
  await expect.poll(() => asked(next)).toEqual([CRASHED]);
  expect(await readFile(join(userData, 'password.json'), 'utf8')).toBe(password);
  next.process.child.kill('SIGTERM');
  await next.process.exited;

  const last = { ...(await start({ userData })), port };
  await until(last);
  last.process.child.kill('SIGTERM');
  await last.process.exited;
  expect(asked(last)).toEqual([]);
});

test('a bug is kept without what it said, and can be copied for a report', async ({ start }) => {
  const app = await start();
  await until(app);
  const { userData } = app;
  app.process.child.kill('SIGUSR2');
  expect(await app.process.exited).toMatchObject({ code: 1 });
  expect(await readFile(sessionFile(app), 'utf8')).not.toContain('hqtm');

  const next = await start({ userData, answer: 1 });
  await expect.poll(() => next.process.stdout.toString(), { timeout: 20_000 }).toMatch(/^copied /m);
  const report = /^copied (.*)$/m.exec(next.process.stdout.toString())?.[1] ?? '';
  expect(JSON.parse(report)).toMatch(
    /^Version [\d.]+, Electron [\d.]+, \w+ \w+\nStarted [\dTZ:.-]+\nRangeError\n {2}at /,
  );
  expect(report).not.toContain('hqtm');
});

test('started hidden, it does not bother anybody with what happened before', async ({ start }) => {
  const app = await start();
  await until(app);
  const { userData, port } = app;
  app.process.child.kill('SIGKILL');
  await app.process.exited;
  const next = { ...(await start({ userData, args: ['--hidden'] })), port };
  await until(next);
  expect(asked(next)).toEqual([]);
  // Somebody opens the app: the one that runs shows its window, and then tells.
  const second = await start({ userData });
  expect(await second.process.exited).toMatchObject({ code: 0 });
  await expect.poll(() => asked(next)).toEqual([CRASHED]);
  expect(asked(second)).toEqual([]);
});

test('settings of a newer version are not touched by an older one, which ends', async ({ start }) => {
  const settings = '{"version":99,"port":9001,"fromTheFuture":true}';
  const app = await start({ settings });
  expect(await app.process.exited).toMatchObject({ code: 0 });
  expect(asked(app)).toEqual([NEWER]);
  expect(await readFile(join(app.userData, 'settings.json'), 'utf8')).toBe(settings);
  const names = await readdir(app.userData);
  expect(names.filter((name) => /put aside|password|session/.test(name))).toEqual([]);
});

test('on the person’s word it begins new settings, and puts the newer ones aside', async ({ start }) => {
  const settings = '{"version":99}';
  const app = await start({ settings, answer: 1 });
  await expect
    .poll(async () => (await readdir(app.userData)).filter((name) => name.startsWith('settings put aside')))
    .toHaveLength(1);
  const [aside = ''] = (await readdir(app.userData)).filter((name) => name.startsWith('settings put aside'));
  expect(await readFile(join(app.userData, aside), 'utf8')).toBe(settings);
});
