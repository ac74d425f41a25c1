// Loaded into the app before it: hides its window soon, has its page let go at once, and shows it again on request.
const { app, BrowserWindow } = require('electron');

const HIDE_MS = 3_000;
const LEAVE_MS = 180_000;

/** Resolves in the page when it has something to show, and that is drawn. */
const DRAWN = `new Promise((resolve) => {
  const look = () => (document.querySelector('h1') ? requestAnimationFrame(() => resolve()) : setTimeout(look, 1));
  look();
})`;

const { setTimeout } = globalThis;
const soon = (/** @type {() => void} */ work, /** @type {number} */ ms) =>
  setTimeout(work, ms === LEAVE_MS ? 1 : ms);
globalThis.setTimeout = Object.assign(soon, setTimeout);

app.once('browser-window-created', () => setTimeout(() => BrowserWindow.getAllWindows()[0]?.hide(), HIDE_MS));

process.on('SIGUSR2', () => {
  const begun = performance.now();
  app.once('browser-window-created', (_event, window) =>
    window.once('show', async () => {
      await window.webContents.executeJavaScript(DRAWN);
      process.stdout.write(`shown after ${performance.now() - begun} ms\n`);
    }),
  );
  app.emit('second-instance');
});
