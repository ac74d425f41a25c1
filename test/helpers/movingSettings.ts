import type { DesktopApp } from './desktopApp';

// The part of the settings by which a relay moves.

export const button = ({ page }: DesktopApp, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true });
export const field = ({ page }: DesktopApp, name: string) => page.getByLabel(name, { exact: true });
export const saver = (app: DesktopApp) => button(app, 'Save to a file…');
export const reader = (app: DesktopApp) => button(app, 'Read from a file…');

/** Types the passphrase of a new file, twice, and goes on. */
export async function typePassphrases(app: DesktopApp, first: string, second: string): Promise<void> {
  await field(app, 'Passphrase').fill(first);
  await field(app, 'The same again').fill(second);
  await app.page.keyboard.press('Enter');
}
