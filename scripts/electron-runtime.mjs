// @ts-check
// Which Electron runs the app: the official one of node_modules, or where its download cannot be reached the copy that
// the package registry has (scripts/make-electron.mjs). For development and tests; a release always has the official one.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canMakeElectron, madeElectron, madeVersion, makeElectron } from './make-electron.mjs';
import { root, run, SetupProblem, say } from './setup.mjs';

/**
 * @typedef {object} Runtime
 * @property {string | undefined} directory where the copy is; undefined for the official Electron
 * @property {string} executable
 * @property {Record<string, string>} env what makes `require('electron')`, Playwright and electron-vite use it
 * @property {string | undefined} note a line for the person at the keyboard
 */

const official = join(root, 'node_modules/electron');

/** @returns {Promise<Runtime>} */
export const electronRuntime = async () => {
  const chosen = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (chosen) return runtimeIn(chosen, undefined);

  const present = officialExecutable();
  if (present) return officialRuntime(present);

  const note = `Using Electron ${madeVersion} from the package registry, since the official download cannot be reached from here.`;
  const made = madeElectron();
  if (made) return runtimeIn(made, note);

  // Where there is another way, a short look tells whether to try at all. Elsewhere the download speaks for itself.
  if (!canMakeElectron() || (await downloadIsReachable())) {
    const problem = await downloadOfficial();
    const executable = officialExecutable();
    if (executable) return officialRuntime(executable);
    if (!canMakeElectron()) throw new SetupProblem(`${problem}\n${advice}`);
  }
  return runtimeIn(await makeElectron(), note);
};

const advice = [
  'Electron could not be downloaded. Check the connection to github.com, or name a mirror in ELECTRON_MIRROR,',
  'or an unpacked Electron in ELECTRON_OVERRIDE_DIST_PATH. `npm run server` runs the relay without Electron.',
].join('\n');

/** @param {string} executable @returns {Runtime} */
const officialRuntime = (executable) => ({ directory: undefined, executable, env: {}, note: undefined });

/** @param {string} directory @param {string | undefined} note @returns {Runtime} */
const runtimeIn = (directory, note) => {
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  const name =
    process.platform === 'darwin' || process.platform === 'win32' ? names[process.platform] : 'electron';
  const executable = join(directory, name);
  if (!existsSync(executable))
    throw new SetupProblem(`There is no Electron in ${directory} (ELECTRON_OVERRIDE_DIST_PATH).`);
  return {
    directory,
    executable,
    // electron-vite knows only the second.
    env: { ELECTRON_OVERRIDE_DIST_PATH: directory, ELECTRON_EXEC_PATH: executable },
    note,
  };
};

/** @returns {string | undefined} the official Electron's program, when the download is complete and the wanted one */
const officialExecutable = () => {
  try {
    const wanted = JSON.parse(readFileSync(join(official, 'package.json'), 'utf8')).version;
    if (readFileSync(join(official, 'dist/version'), 'utf8').trim().replace(/^v/, '') !== wanted)
      return undefined;
    const executable = join(official, 'dist', readFileSync(join(official, 'path.txt'), 'utf8'));
    return existsSync(executable) ? executable : undefined;
  } catch {
    return undefined;
  }
};

/** A few seconds at most: where packets just vanish, the download itself would hang for minutes. */
const downloadIsReachable = async () => {
  const { version } = JSON.parse(readFileSync(join(official, 'package.json'), 'utf8'));
  const mirror = process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror;
  const url = `${mirror ?? 'https://github.com/electron/electron/releases/download/'}v${version}/SHASUMS256.txt`;
  try {
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(5_000) });
    return answer.ok;
  } catch {
    return false;
  }
};

/** @returns {Promise<string | undefined>} what went wrong */
const downloadOfficial = async () => {
  say('Downloading Electron …');
  try {
    await run(process.execPath, [join(official, 'install.js')], { quiet: true });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
