import { join } from 'node:path';
import { accessibilityFaults } from '../helpers/axe';
import { expect, open, test, title } from '../helpers/desktopApp';
import { button, field, reader, saver, typePassphrases } from '../helpers/movingSettings';
import { PASSPHRASE, saveRelay } from '../helpers/savedRelay';
import { chooseFiles } from '../helpers/systemDialogs';

test('every step can be read by screen readers, in both themes and in a small window', async ({
  launch,
  folder,
}, info) => {
  const theirs = await saveRelay(folder);
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  await open(app, 'Settings');
  const look = async (what: string) => {
    for (const [width, height] of [
      [720, 560],
      [420, 760],
      [1000, 800],
    ] as const)
      for (const colorScheme of ['light', 'dark'] as const) {
        await app.page.setViewportSize({ width, height });
        await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await reader(app).scrollIntoViewIfNeeded();
        await app.page.locator('.panel').evaluate((panel) => panel.scrollTo(0, panel.scrollHeight));
        expect(await accessibilityFaults(app), `${what}, ${colorScheme}`).toEqual([]);
        expect(await app.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        await app.page.screenshot({ path: info.outputPath(`moving-${what}-${width}-${colorScheme}.png`) });
      }
  };
  await look('closed');
  await saver(app).click();
  await look('save');
  await typePassphrases(app, 'short', 'short');
  await expect(app.page.getByRole('alert')).toBeVisible();
  await look('save-short');
  await saver(app).click();
  await chooseFiles(app, join(folder, 'account.json'));
  await reader(app).click();
  await expect(app.page.getByRole('alert')).toBeVisible();
  await look('not-read');
  await chooseFiles(app, theirs.file);
  await reader(app).click();
  await field(app, 'Passphrase').fill('not these words');
  await app.page.keyboard.press('Enter');
  await expect(app.page.getByRole('alert')).toBeVisible();
  await look('wrong');
  await field(app, 'Passphrase').fill(PASSPHRASE);
  await app.page.keyboard.press('Enter');
  await expect(button(app, 'Move it here…')).toBeVisible();
  await look('opened');
});
