import { app, BrowserWindow, powerMonitor } from 'electron';
import type { Disposables } from '../../lib/disposables';

/** How long quitting may take, in milliseconds, before it is done regardless. */
export const QUIT_MS = 3_000;

/**
 * Ends everything once, in order, whatever asked the app to quit: menu, signal, or the system, which shuts down or logs
 * the person out.
 */
export function quitCleanly(disposables: Disposables): void {
  let ended = false;
  app.on('before-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    void disposables.dispose(QUIT_MS).then(() => {
      ended = true;
      // Closing only hides it.
      for (const window of BrowserWindow.getAllWindows()) window.destroy();
      // Not `app.exit`: called while Chromium still starts up, that sometimes waits for ever, and holds the only
      // instance's lock.
      app.quit();
    });
  });
  // The relay works without a window.
  app.on('window-all-closed', () => {});
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  // macOS and Linux wait for a moment when they are asked to; Windows tells the windows, and waits by itself.
  powerMonitor.on('shutdown', (event?: Electron.Event) => {
    event?.preventDefault();
    app.quit();
  });
  app.on('browser-window-created', (_event, window) => window.on('session-end', () => app.quit()));
}

/**
 * Ends everything, then calls `last`, and starts the app again, with its window. What `last` writes is not written over
 * any more.
 */
export async function startAnew(disposables: Disposables, last: () => void): Promise<void> {
  await disposables.dispose(QUIT_MS);
  last();
  // What runs is a copy, where the app is a single file that unpacks itself.
  const execPath = process.env.APPIMAGE ?? process.env.PORTABLE_EXECUTABLE_FILE;
  const args = process.argv.slice(1).filter((argument) => argument !== '--hidden');
  app.relaunch({ args, ...(execPath !== undefined && { execPath }) });
  app.quit();
}

/**
 * Ends the app in order when something happens that must not. Electron's own answer is a dialog, behind which the
 * whole relay would stand still until somebody happens to see it. `keep` gets the error, to tell of it later.
 */
export function quitOnBug(disposables: Disposables, keep: (error: unknown) => void): void {
  const end = (error: unknown) => {
    keep(error);
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    void disposables.dispose(QUIT_MS).then(() => app.exit(1));
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

/** Whether this is the only instance; another one shows its window instead, and this one should end. */
export function isOnlyInstance(show: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', show);
  app.on('activate', show);
  return true;
}

export const onResume = (listener: () => void): void => void powerMonitor.on('resume', listener);

export const onSuspend = (listener: () => void): void => void powerMonitor.on('suspend', listener);
