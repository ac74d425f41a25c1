// @ts-check
// `npm run package`: what can be made on this computer without more tools, in dist/: the app as a folder that runs by
// itself, and on Linux as tar.gz, deb and rpm, and the command line for npm, which `npm run package -- npm` makes alone.
// Other arguments go to electron-builder, in place of what is made of the app: `npm run package -- --mac`.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { electronRuntime } from './electron-runtime.mjs';
import { madeVersion } from './make-electron.mjs';
import { packForNpm } from './npm-package.mjs';
import { publisher } from './publisher.mjs';
import { built, inProject, installed, main, run, say } from './setup.mjs';
import { sizeIn } from './size.mjs';

const builder = inProject('node_modules/electron-builder/cli.js');
const sevenZip = '/usr/bin/7za';

await main(async () => {
  await installed();
  await built();
  if (process.argv[2] === 'npm') {
    mkdirSync(inProject('dist'), { recursive: true });
    say(await packForNpm(inProject('dist')));
    return 0;
  }
  const { directory, note } = await electronRuntime();
  if (note) say(note);
  // A release takes the official Electron; elsewhere the package is good for trying the packaging itself.
  const copy = directory && (await withoutResources(directory));
  const options = copy ? [`-c.electronDist=${copy}`, `-c.electronVersion=${madeVersion}`] : [];
  try {
    const args = [...targets(), ...options, ...publisher(process.env), '--publish', 'never'];
    await run(process.execPath, [builder, ...args], { env: { ...process.env, ...tools() } });
  } finally {
    if (copy) await rm(copy, { recursive: true });
  }
  // It is the same for all systems, and so made on one.
  if (process.platform === 'linux') await packForNpm(inProject('dist'));
  await reportSize(directory ?? inProject('node_modules/electron/dist'));
  return 0;
});

function targets() {
  if (process.argv.length > 2) return process.argv.slice(2);
  if (process.platform !== 'linux') return ['--dir'];
  const makers = { 'tar.gz': sevenZip, deb: '/usr/bin/dpkg-deb', rpm: '/usr/bin/rpmbuild' };
  return [
    '--linux',
    'dir',
    ...Object.entries(makers).flatMap(([name, path]) => (existsSync(path) ? [name] : [])),
  ];
}

/** Those of the system, where electron-builder would download its own. And what is only tried need not be small. */
function tools() {
  const quick = process.argv.length > 2 ? {} : { ELECTRON_BUILDER_COMPRESSION_LEVEL: '1' };
  if (process.platform !== 'linux') return quick;
  return {
    ...quick,
    ...(existsSync(sevenZip) && { ELECTRON_BUILDER_7ZIP_PATH: sevenZip }),
    CUSTOM_FPM_PATH: inProject('scripts/fpm.mjs'),
  };
}

/** @param {string} directory an Electron that starts an app of its own: the package has none but ours */
async function withoutResources(directory) {
  const copy = await mkdtemp(join(tmpdir(), 'buckets-relay-electron-'));
  const wanted = (/** @type {string} */ path) => relative(directory, path).split(sep)[0] !== 'resources';
  await cp(directory, copy, { recursive: true, filter: wanted });
  await mkdir(join(copy, 'resources'));
  return copy;
}

/** How much of the package is ours: the rest is Electron as it comes. @param {string} electron its folder */
async function reportSize(electron) {
  const dist = inProject('dist');
  const bare = await sizeIn(electron, (path) => !path.endsWith('default_app.asar'));
  const { version } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  for (const name of readdirSync(dist).sort()) {
    if (name.endsWith('-unpacked') || /^mac(-|$)/.test(name)) {
      const whole = await sizeIn(join(dist, name));
      say(
        `dist/${name}: ${megabytes(whole)}, of which Electron ${megabytes(bare)} and ours ${megabytes(whole - bare)}`,
      );
    } else if (name.includes(version) && !name.endsWith('.blockmap')) {
      say(`dist/${name}: ${megabytes(await sizeIn(join(dist, name)))}`);
    }
  }
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
