import { type Texts, textsFor } from '../../main/texts';
import { type DesktopApp, expect, test, title, trayLabels } from '../helpers/desktopApp';
import { freePort } from '../helpers/ports';
import { comeTogether, householdFile } from '../helpers/sampleDevices';

// A computer that speaks German: the window, the tray and the dialogs do, and nothing English is left.

/** Every text of a catalogue by its place; those with gaps as they are with `¤` in them. */
function leaves(texts: object, path = ''): Map<string, string> {
  const found = Object.entries(texts).flatMap(([name, value]): [string, string][] => {
    const place = `${path}.${name}`;
    if (typeof value === 'string') return [[place, value]];
    if (typeof value === 'object') return [...leaves(value, place)];
    try {
      return [[place, String(value('¤', '¤', '¤'))]];
    } catch {
      // Needs numbers and formats: of the log, whose lines have other tests.
      return [];
    }
  });
  return new Map(found);
}

const german = leaves(textsFor('de'));
/** What only English has, as patterns of whole texts. */
const english = [...leaves(textsFor('en') satisfies Texts)]
  .filter(([place, text]) => german.get(place) !== text && text.replaceAll('¤', '').trim() !== '')
  .map(([, text]) => new RegExp(`^${text.split('¤').map(literally).join('.*')}$`));

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Everything that somebody reads or hears in the window. */
const texts = ({ page }: DesktopApp): Promise<string[]> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (walker.nextNode()) found.push(walker.currentNode.nodeValue ?? '');
    const attributes = ['aria-label', 'title', 'placeholder', 'alt'];
    for (const element of document.querySelectorAll('*'))
      for (const name of attributes) found.push(element.getAttribute(name) ?? '');
    for (const element of document.querySelectorAll<HTMLElement>('p, h1, h2, button, label, div, li'))
      found.push(element.innerText);
    return found.map((text) => text.trim()).filter((text) => text !== '');
  });

const englishIn = async (app: DesktopApp): Promise<string[]> =>
  (await texts(app)).filter((text) => english.some((pattern) => pattern.test(text)));

const isGerman = async (app: DesktopApp, where: string): Promise<void> =>
  expect(await englishIn(app), where).toEqual([]);

test('everything is German where the computer is', async ({ launch }) => {
  const app = await launch({
    languages: 'de_DE',
    settings: { reach: 'network', port: await freePort(), tls: { kind: 'selfSigned' } },
    env: { TEST_ADDRESSES: '192.168.1.24 10.0.0.7' },
  });
  await expect(title(app)).toHaveText('Läuft. Keine Geräte verbunden.');
  expect(await app.page.evaluate(() => document.documentElement.lang)).toBe('de');
  await isGerman(app, 'overview');
  await app.page.getByRole('button', { name: 'Code zeigen' }).click();
  await isGerman(app, 'overview with its code');
  const panel = app.page.getByRole('navigation', { name: 'Bereiche' }).getByRole('button');
  await panel.nth(1).click();
  await isGerman(app, 'no devices');
  await panel.nth(2).click();
  await isGerman(app, 'settings');
  await panel.nth(3).click();
  await expect(app.page.locator('.entry').last()).toContainText('Relay');
  await isGerman(app, 'log');
  expect(await trayLabels(app)).toEqual([
    'Läuft. Keine Geräte verbunden.',
    'separator',
    'Relay anhalten',
    'separator',
    'Adressen',
    'Geräte (0)',
    'separator',
    'Buckets Relay öffnen …',
    'Buckets Relay beenden',
  ]);
  await panel.nth(0).click();
  await app.page.getByRole('switch').click();
  await expect(title(app)).toHaveText('Angehalten.');
  await isGerman(app, 'stopped');
});

test('the doctor is German, too', async ({ launch }) => {
  const app = await launch({ languages: 'de_DE' });
  await app.page.getByRole('navigation').getByRole('button').nth(4).click();
  await expect(title(app)).toHaveText('Hier ist alles in Ordnung.');
  await isGerman(app, 'doctor');
  const taken = await launch({ languages: 'de_DE', settings: { port: app.port } });
  // The doctor of an app that is starting has nothing to say of it yet.
  await expect(title(taken)).toContainText(String(app.port));
  await taken.page.getByRole('navigation').getByRole('button').nth(4).click();
  await expect(taken.page.locator('.found').first()).toBeVisible();
  await isGerman(taken, 'doctor, something found');
});

test('devices, dialogs, the first steps and problems are German, too', async ({ launch }) => {
  const languages = 'de_CH:de:en';
  const app = await launch({ languages, settings: { onlyKnown: true }, devices: householdFile() });
  await comeTogether(app, { stranger: true });
  await isGerman(app, 'overview, somebody waits');
  const panel = app.page.getByRole('navigation').getByRole('button');
  await panel.nth(1).click();
  await app.page.locator('.disclosure').first().click();
  await isGerman(app, 'devices');
  const asked = app.electron.evaluate(
    ({ dialog }) =>
      new Promise((resolve) => {
        dialog.showMessageBox = async (...given: unknown[]) => {
          resolve(given.at(-1));
          return { response: 0, checkboxChecked: false };
        };
      }),
  );
  await app.page
    .getByRole('button', { name: /^Sperren/ })
    .last()
    .click();
  expect(await asked).toMatchObject({ buttons: ['Abbrechen', 'Sperren'] });
  await panel.nth(3).click();
  await app.page.locator('select').selectOption('detail');
  await isGerman(app, 'log');

  const taken = await launch({ languages, settings: { port: app.port } });
  await expect(title(taken)).toHaveText(`Läuft nicht. Port ${app.port} ist belegt.`);
  await isGerman(taken, 'problem');
  const first = await launch({ languages, settings: { welcomed: false } });
  for (const step of [1, 2, 3]) {
    await isGerman(first, `first step ${step}`);
    await first.page.locator('.welcome footer button').last().click();
  }
});

test('a computer of another language is spoken to in English', async ({ launch }) => {
  const app = await launch({ languages: 'fr_FR' });
  await expect(title(app)).toHaveText('Running. No devices connected.');
  expect((await englishIn(app)).length).toBeGreaterThan(20);
});
