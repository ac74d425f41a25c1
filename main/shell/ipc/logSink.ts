import { BrowserWindow, type WebContents } from 'electron';
import type { LogSink } from './logStream';

/** The window's page as a place for the log: ready while it exists, answers and can be seen. `onAwake`: it answers again. */
export function windowSink(contents: () => WebContents | undefined, onAwake: () => void): LogSink {
  const hung = new WeakSet<WebContents>();
  const known = new WeakSet<WebContents>();

  function watch(page: WebContents): void {
    if (known.has(page)) return;
    known.add(page);
    page.on('unresponsive', () => void hung.add(page));
    page.on('responsive', () => {
      hung.delete(page);
      onAwake();
    });
  }

  function living(): WebContents | undefined {
    const page = contents();
    if (!page || page.isDestroyed() || page.isCrashed()) return undefined;
    watch(page);
    const window = BrowserWindow.fromWebContents(page);
    return window?.isVisible() && !window.isMinimized() && !hung.has(page) ? page : undefined;
  }

  return {
    ready: () => living() !== undefined,
    send: (push) => living()?.send('log', push),
  };
}
