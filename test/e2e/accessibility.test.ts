import { accessibilityFaults } from '../helpers/axe';
import { type DesktopApp, expect, open, test, title } from '../helpers/desktopApp';
import { makePair } from '../helpers/openssl';
import { freePort } from '../helpers/ports';
import { comeTogether, householdFile } from '../helpers/sampleDevices';

const NETWORK = { TEST_ADDRESSES: '192.168.1.24 10.0.0.7', TEST_HOSTNAME: 'kitchen' };

/** Looks at what is shown, in English in each theme: colours do not change with the language. */
async function look(app: DesktopApp, what: string): Promise<void> {
  const isEnglish = (await app.page.locator('html').getAttribute('lang')) === 'en';
  for (const colorScheme of isEnglish ? (['light', 'dark'] as const) : (['light'] as const)) {
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await accessibilityFaults(app), `${what}, ${colorScheme}`).toEqual([]);
  }
}

const press = (app: DesktopApp, name: string | RegExp) =>
  app.page.getByRole('button', { name }).first().click();
const panelButtons = ({ page }: DesktopApp) => page.getByRole('navigation').getByRole('button');

for (const languages of ['en_GB', 'de_DE'])
  test(`axe finds nothing wrong with any panel (${languages})`, async ({ launch }) => {
    test.slow();
    const tls = { kind: 'selfSigned' } as const;
    const settings = { reach: 'network', port: await freePort(), tls, onlyKnown: true } as const;
    const app = await launch({ settings, languages, env: NETWORK });
    await expect(app.page.locator('.certificate')).toBeVisible();
    await look(app, 'overview, at rest');
    await app.page.locator('.pairing button').click();
    await app.page.getByRole('button', { name: /^(Show the password|Passwort zeigen)$/ }).click();
    await app.page.locator('summary').click();
    await look(app, 'overview, with its secrets');
    await panelButtons(app).nth(1).click();
    await look(app, 'no devices');
    await panelButtons(app).nth(2).click();
    await look(app, 'settings');
    await app.page.locator('input#port').fill('0');
    await app.page.keyboard.press('Enter');
    await app.page.locator('input#username').fill('family');
    await app.page.keyboard.press('Enter');
    await expect(app.page.locator('.undo')).toBeVisible();
    await look(app, 'settings, one changed and one wrong');
    await panelButtons(app).nth(3).click();
    await look(app, 'log');
    await app.page.locator('.log-tools input').fill('nothing like that');
    await look(app, 'log, nothing found');
    await panelButtons(app).nth(0).click();
    await app.page.getByRole('switch').click();
    await expect(app.page.getByRole('switch')).not.toBeChecked();
    await look(app, 'stopped');
  });

for (const languages of ['en_GB', 'de_DE'])
  test(`axe finds nothing wrong while devices are here (${languages})`, async ({ launch }) => {
    const settings = { onlyKnown: true };
    const app = await launch({ settings, languages, devices: householdFile(), env: NETWORK });
    await comeTogether(app, { stranger: true });
    await expect(app.page.locator('.waiting')).toBeVisible();
    await look(app, 'overview, somebody waits');
    await panelButtons(app).nth(1).click();
    // By key: a button that moves between press and release of a mouse, as rows do while devices come, is not clicked.
    await app.page.locator('.disclosure').first().press('Enter');
    await look(app, 'devices');
    await app.page.locator('.rename').press('Enter');
    await look(app, 'devices, one being named');
    await panelButtons(app).nth(3).click();
    await app.page.locator('select').selectOption('detail');
    await expect(app.page.locator('.entry.error, .entry.warning').first()).toBeVisible();
    await look(app, 'log');
    await app.page.locator('.log-tools button').first().click();
    await look(app, 'log, paused');
  });

test('axe finds nothing wrong with the doctor', async ({ launch }) => {
  const app = await launch();
  await panelButtons(app).nth(4).click();
  await expect(title(app)).toHaveText('All is well here.');
  await look(app, 'doctor');
  const taken = await launch({ settings: { port: app.port } });
  // The doctor of an app that is starting has nothing to say of it yet.
  await expect(title(taken)).toHaveText(/is taken/);
  await panelButtons(taken).nth(4).click();
  await expect(taken.page.locator('.found').first()).toBeVisible();
  await look(taken, 'doctor, something found');
});

test('axe finds nothing wrong with the first steps', async ({ launch }) => {
  const app = await launch({ settings: { welcomed: false }, env: NETWORK });
  await look(app, 'meet');
  await press(app, 'Continue');
  await press(app, 'Show the code');
  await look(app, 'add a device');
  await press(app, 'I’ll do this later');
  await expect(title(app)).toHaveText('Keep it running');
  await look(app, 'keep it running');
});

test('axe finds nothing wrong with any problem', async ({ launch, folder }) => {
  test.slow();
  const one = await makePair(folder, 'one');
  const other = await makePair(folder, 'other');
  const holder = await launch({ settings: '{', password: '{"kept":"keychain","sealed":"djEwAAAA"}' });
  await expect(title(holder)).toBeVisible();
  await look(holder, 'first steps with a locked password and settings put aside');
  await press(holder, 'Skip these steps');
  await expect(title(holder)).toHaveText(/locked/);
  await look(holder, 'locked, put aside');
  await press(holder, 'Unlock keychain and try again');
  await look(holder, 'locked, tried again');
  await holder.electron.close();

  const running = await launch();
  await expect(title(running)).toHaveText(/^Running/);
  const taken = await launch({ settings: { port: running.port } });
  await expect(title(taken)).toHaveText(/is taken/);
  await look(taken, 'port in use');
  await taken.electron.close();
  await open(running, 'Settings');
  const third = await launch();
  await running.page.locator('input#port').fill(String(third.port));
  await running.page.keyboard.press('Enter');
  await expect(running.page.getByRole('alert')).toBeVisible();
  await look(running, 'port refused');
  await running.electron.close();

  const tls = { kind: 'files', certificatePath: one.certificate, keyPath: other.key } as const;
  const certificate = await launch({ settings: { tls } });
  await expect(title(certificate)).toHaveText(/certificate/);
  await look(certificate, 'certificate');
});
