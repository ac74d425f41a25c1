import { accessibilityFaults } from '../helpers/axe';
import { expect, open, test, title } from '../helpers/desktopApp';

test('the licences of all that is bundled can be read, and there is a way back', async ({ launch }, info) => {
  const app = await launch();
  await open(app, 'Settings');
  const settings = app.page.getByRole('navigation').getByRole('button', { name: 'Settings' });
  await app.page.getByRole('button', { name: 'Licences', exact: true }).click();
  await expect(title(app)).toHaveText('Licences');
  await expect(settings).toHaveAttribute('aria-current', 'page');
  const list = app.page.getByRole('list', { name: 'Licences' });
  for (const name of ['ws', 'preact', '@noble/ed25519', 'bonjour-service', 'electron-updater'])
    await expect(list.locator('summary .strong').getByText(name, { exact: true })).toHaveCount(1);
  // What only makes and tests the app is not in it.
  await expect(list.getByText('@playwright/test', { exact: true })).toHaveCount(0);
  const preact = list.locator('details').filter({ has: app.page.getByText('preact', { exact: true }) });
  await preact.locator('summary').click();
  await expect(preact.locator('pre')).toContainText('Permission is hereby granted');
  for (const colorScheme of ['light', 'dark'] as const) {
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await accessibilityFaults(app), colorScheme).toEqual([]);
    await app.page.screenshot({ path: info.outputPath(`licences-${colorScheme}.png`) });
  }
  await app.page.setViewportSize({ width: 420, height: 640 });
  await app.page.screenshot({ path: info.outputPath('licences-narrow.png') });
  expect(await app.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await app.page.getByRole('button', { name: 'Back to Settings' }).click();
  await expect(title(app)).toHaveText('Settings');
});
