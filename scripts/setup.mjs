// @ts-check
// What every script here needs first: the dependencies and a fresh build. Only Node's own modules are used, since
// this runs before `npm ci`; and it reports on stderr only, since a server's stdout belongs to the server.
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Something that the person at the keyboard can mend: shown as a sentence, without a stack. */
export class SetupProblem extends Error {}

/** @param {string} text */
export const say = (text) => process.stderr.write(`${text}\n`);

/** @param {string} path */
export const inProject = (path) => join(root, path);

/**
 * Runs a command to its end. Its output goes to stderr, or with `quiet` is shown only when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 * @returns {Promise<string>} what a quiet command printed on stdout
 */
export const run = (command, args, { quiet = false, env = process.env, cwd = root } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', quiet ? 'pipe' : 2, quiet ? 'pipe' : 2],
    });
    let stdout = '';
    let all = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      all += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      all += text;
    });
    // Whoever stops us stops it too, rather than leave it working on a folder that we take away.
    const stop = () => child.kill();
    process.once('exit', stop);
    const line = [command === process.execPath ? 'node' : command, ...args].join(' ');
    child.on('error', (error) => reject(new SetupProblem(`Could not run "${line}": ${error.message}`)));
    child.on('close', (code, signal) => {
      process.off('exit', stop);
      if (code === 0) return resolve(stdout);
      const end = signal ? `was ended by ${signal}` : `failed with exit code ${code}`;
      reject(new SetupProblem(`${all.trim()}\n"${line}" ${end}.`.trim()));
    });
  });

/**
 * npm by its file, the one that runs us or Node's own: the command that Windows has for it needs a shell.
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export const npm = (args, options) => {
  const files = [
    process.env.npm_execpath ?? '',
    join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js'),
  ];
  const file = files.find((path) => basename(path) === 'npm-cli.js' && existsSync(path));
  return file ? run(process.execPath, [file, ...args], options) : run('npm', args, options);
};

/** The command line of an installed tool, by its file: Windows has no executable links in node_modules/.bin. */
export const tool = {
  electronVite: inProject('node_modules/electron-vite/bin/electron-vite.js'),
  playwright: inProject('node_modules/@playwright/test/cli.js'),
  tsc: inProject('node_modules/typescript/bin/tsc'),
  biome: inProject('node_modules/@biomejs/biome/bin/biome'),
};

/** Installs the dependencies unless those in node_modules are the lock file's. */
export const installed = async () => {
  const done = modified(inProject('node_modules/.package-lock.json'));
  if (done >= modified(inProject('package-lock.json')) && done > 0) return;
  // `npm ci` empties the folder first, and would empty that of another project through a link.
  if (lstatSync(inProject('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new SetupProblem(
      'node_modules is a link to a folder that does not fit package-lock.json. Please remove the link.',
    );
  }
  say('Installing the dependencies (npm ci) …');
  // The tools to build with are development dependencies: wanted whatever NODE_ENV says.
  await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
};

const sources = [
  'main',
  'preload',
  'renderer',
  'assets',
  'electron.vite.config.ts',
  'tsconfig.json',
  'package-lock.json',
];
const outputs = [
  'out/main/index.cjs',
  'out/main/cli.cjs',
  'out/main/buckets-relay.1',
  'out/main/THIRD-PARTY-LICENCES.txt',
  'out/preload/index.cjs',
  'out/renderer/index.html',
];

/** Builds the app unless everything built is newer than everything it is built from. */
export const built = async () => {
  const oldest = Math.min(...outputs.map((path) => modified(inProject(path))));
  const newest = Math.max(...sources.map((path) => newestIn(inProject(path))));
  if (oldest > newest) return;
  say('Building …');
  await run(process.execPath, [tool.electronVite, 'build', '--logLevel', 'warn'], { quiet: true });
};

/** @param {string} path @returns {number} when it was last changed, 0 when it does not exist */
const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** @param {string} path @returns {number} the latest change in it; the folders count, for a file that was deleted */
const newestIn = (path) => {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return modified(path);
  return Math.max(modified(path), ...readdirSync(path).map((name) => newestIn(join(path, name))));
};

/**
 * Waits for a program that has the terminal, hands it the signals we get, and gives its exit code.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
export const ended = (child) =>
  new Promise((resolve, reject) => {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => {
        // Ctrl+C reaches every program of the terminal by itself: a second one may mean "quit at once" to the child.
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      });
    }
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });

/**
 * The outermost call of a script: turns what it returns into the exit code, and a problem into one clear sentence.
 * @param {() => Promise<number>} script
 */
export const main = async (script) => {
  try {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    if (major < 20 || (major === 20 && minor < 19)) {
      throw new SetupProblem(`Buckets Relay needs Node 20.19 or later; this is ${process.version}.`);
    }
    process.exitCode = await script();
  } catch (error) {
    say(error instanceof SetupProblem ? error.message : String(error instanceof Error ? error.stack : error));
    process.exitCode = 1;
  }
};
