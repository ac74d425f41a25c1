// @ts-check
// What a bare Electron runs first: it looks for the app's folder on the command line and becomes that app. The
// official Electron brings such a program; the copy made by scripts/make-electron.mjs gets this one.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, dialog } from 'electron';

/**
 * `electron [switches] [-r FILE]… FOLDER [the app's own arguments]`
 * @param {string[]} args
 */
const understand = (args) => {
  /** @type {string[]} */
  const preloads = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '-r' || arg === '--require') {
      index += 1;
      preloads.push(args[index] ?? '');
    } else if (!arg.startsWith('-')) return { preloads, folder: arg };
  }
  return { preloads, folder: undefined };
};

/** @param {string} folder */
const become = async (folder) => {
  const path = resolve(folder);
  const {
    name,
    productName,
    version,
    main = 'index.js',
  } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  app.setName(productName ?? name);
  // Electron has these two for programs like this one only, so its types leave them out.
  const self = /** @type {any} */ (app);
  self.setVersion(version ?? '');
  self.setAppPath(path);
  app.setDesktopName(`${app.getName()}.desktop`);
  // Awaited at the top level: Electron is "ready" only after this, and some of its calls are allowed only before.
  await import(pathToFileURL(join(path, main)).href);
};

const { preloads, folder } = understand(process.argv.slice(1));
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
const require = createRequire(join(process.cwd(), 'command-line.cjs'));

try {
  // Absolute files, as test tools pass them, or modules of the current folder.
  for (const file of preloads) require(file);
  if (folder === undefined) throw new Error('Tell me which app to run: electron FOLDER');
  await become(folder);
} catch (error) {
  console.error(folder === undefined ? /** @type {Error} */ (error).message : error);
  // A program that was started from an icon has no terminal to read.
  if (!process.stderr.isTTY && preloads.length === 0) {
    void app.whenReady().then(() => {
      dialog.showErrorBox('This Electron could not start an app', String(error));
      app.exit(1);
    });
  } else app.exit(1);
}
