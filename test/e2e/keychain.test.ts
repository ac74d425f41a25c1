import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {} from '../../renderer/bridge';
import { type DesktopApp, expect, test, title } from '../helpers/desktopApp';
import { startKeyring } from '../helpers/keyring';

test.skip(process.platform !== 'linux', 'the keychains of macOS and Windows cannot be had for a test alone');

const WITH_KEYRING = { TEST_KEYRING: 'gnome-libsecret' };

const passwordFile = async ({ userData }: DesktopApp) =>
  JSON.parse(await readFile(join(userData, 'password.json'), 'utf8'));
const reveal = ({ page }: DesktopApp) => page.evaluate(() => window.relay.revealPassword());

let endKeyring: () => Promise<void>;
test.beforeEach(async () => {
  endKeyring = await startKeyring();
});
test.afterEach(() => endKeyring());

test('with a keychain the password is sealed by it, and opens again at the next start', async ({
  launch,
}) => {
  const app = await launch({ env: WITH_KEYRING });
  await expect(title(app)).toHaveText(/^Running/);
  await expect(app.page.getByText('The password is kept in this computer’s keychain.')).toBeVisible();
  const password = (await reveal(app)) ?? '';
  expect(password).toMatch(/^[a-z-]{19}$/);
  expect(await passwordFile(app)).toEqual({
    kept: 'keychain',
    sealed: expect.stringMatching(/^[\w+/=]{20,}$/),
  });
  expect(await readFile(join(app.userData, 'password.json'), 'latin1')).not.toContain(password);
  await app.electron.close();

  const again = await launch({ again: app, env: WITH_KEYRING });
  await expect(title(again)).toHaveText(/^Running/);
  expect(await reveal(again)).toBe(password);
});

test('a password from times without a keychain is sealed as soon as there is one', async ({ launch }) => {
  const app = await launch({
    env: WITH_KEYRING,
    password: '{"kept":"file","password":"hqtm-xwke-rbzf-vdnu"}',
  });
  await expect(title(app)).toHaveText(/^Running/);
  expect(await reveal(app)).toBe('hqtm-xwke-rbzf-vdnu');
  expect(await passwordFile(app)).toMatchObject({ kept: 'keychain' });
  await expect(app.page.getByText('keychain.')).toBeVisible();
});

test('a password sealed by a keychain that is gone is a problem, and is left as it is', async ({
  launch,
}) => {
  const app = await launch({ env: WITH_KEYRING });
  await expect(title(app)).toHaveText(/^Running/);
  const sealed = await passwordFile(app);
  await app.electron.close();
  const without = await launch({ again: app });
  await expect(title(without)).toHaveText('Not running. The password is locked.');
  expect(await passwordFile(without)).toEqual(sealed);
});
