// @ts-check
// A main process that has nothing to do but to feed the built window: a household of devices, a long log, and a flood.
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { app, BrowserWindow, ipcMain, protocol } from 'electron';
import { callNames, entriesFrom, snapshot } from './feed.mjs';

const out = join(import.meta.dirname, '../../../out');
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** As many as the app keeps; in pieces and at times as in main/shell/ipc/logStream.ts. */
const LINES = 100_000;
const PIECE = 5_000;
const BATCH_MS = 100;

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
let next = LINES;

/** @param {Electron.WebContents} page */
const sendAll = (page) => {
  for (let from = 0; from < LINES; from += PIECE) {
    setTimeout(
      () => page.send('log', { anew: from === 0, entries: entriesFrom(from, PIECE) }),
      (from / PIECE) * 10,
    );
  }
};

for (const name of callNames) {
  ipcMain.handle(name, ({ sender }, argument) => {
    if (name === 'watch') sender.send('snapshot', snapshot);
    if (name === 'watchLog' && argument === true) sendAll(sender);
  });
}

// Not awaited here: Electron is ready only after this file has run.
void app.whenReady().then(() => {
  protocol.handle('app', async (request) => {
    const path = new URL(request.url).pathname;
    const type =
      Object.entries(TYPES).find(([end]) => end === extname(path))?.[1] ?? 'application/octet-stream';
    const file = await readFile(join(out, 'renderer', path));
    return new Response(new Uint8Array(file), { headers: { 'Content-Type': type } });
  });

  const window = new BrowserWindow({
    width: 880,
    height: 640,
    webPreferences: { preload: join(out, 'preload/index.cjs'), contextIsolation: true, sandbox: true },
  });

  Object.assign(globalThis, {
    /** @param {number} perSecond @param {number} seconds */
    flood: async (perSecond, seconds) => {
      const begin = performance.now();
      for (let sent = 0; sent < perSecond * seconds; ) {
        await new Promise((resolve) => setTimeout(resolve, BATCH_MS));
        const due = Math.min(
          perSecond * seconds,
          Math.floor(((performance.now() - begin) / 1_000) * perSecond),
        );
        window.webContents.send('log', { anew: false, entries: entriesFrom(next, due - sent) });
        next += due - sent;
        sent = due;
      }
    },
    /** Megabytes that the page's process has in memory. */
    memory: () =>
      Math.round(
        (app.getAppMetrics().find(({ pid }) => pid === window.webContents.getOSProcessId())?.memory
          .workingSetSize ?? 0) / 1_000,
      ),
  });

  void window.loadURL('app://window/index.html');
});
