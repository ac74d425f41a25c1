// Loaded into the app before it: hides its window soon, has its page let go at once, and shows it again on request.
const { app, BrowserWindow } = require('electron');

const HIDE_MS = 3_000;
const LEAVE_MS = 180_000;

const { setTimeout } = globalThis;
const soon = (/** @type {() => void} */ work, /** @type {number} */ ms) =>
  setTimeout(work, ms === LEAVE_MS ? 1 : ms);
globalThis.setTimeout = Object.assign(soon, setTimeout);

app.once('browser-window-created', () => setTimeout(() => BrowserWindow.getAllWindows()[0]?.hide(), HIDE_MS));

process.on('SIGUSR2', () => {
  const begun = performance.now();
  app.once('browser-window-created', (_event, window) =>
    window.once('show', () => process.stdout.write(`shown after ${performance.now() - begun} ms\n`)),
  );
  app.emit('second-instance');
});
