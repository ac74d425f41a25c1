import { readdir } from 'node:fs/promises';
import { type DesktopApp, expect, test, title } from '../helpers/desktopApp';

const exitOf = ({ electron }: DesktopApp) =>
  new Promise<number | null>((resolve) => electron.process().once('exit', resolve));

test('when the computer shuts down, the app asks for a moment and ends in order', async ({ launch }) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  const exited = exitOf(app);
  const wasDelayed = await app.electron.evaluate(({ powerMonitor }) => {
    let delayed = false;
    // As Electron does it, on macOS and Linux.
    powerMonitor.emit('shutdown', {
      preventDefault() {
        delayed = true;
      },
    });
    return delayed;
  });
  expect(wasDelayed).toBe(true);
  expect(await exited).toBe(0);
  expect(await readdir(app.userData)).not.toContain('session.json');
});

test('when Windows ends the person’s session, the app ends in order', async ({ launch }) => {
  const app = await launch();
  await expect(title(app)).toHaveText(/^Running/);
  const exited = exitOf(app);
  await app.electron
    .evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.emit('session-end', { reasons: ['logoff'] });
    })
    .catch(() => undefined);
  expect(await exited).toBe(0);
  expect(await readdir(app.userData)).not.toContain('session.json');
});
