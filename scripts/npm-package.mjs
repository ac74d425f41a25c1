// @ts-check
// What `npm install -g` brings: the command line, complete as it was built, and nothing to be installed beside it.
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject, npm } from './setup.mjs';

/** What package.json says to those who work on the project alone. The app is not in the package, nor what it starts with. */
const ours = [
  'private',
  'productName',
  'main',
  'desktopName',
  'scripts',
  'devDependencies',
  'dependencies',
  'optionalDependencies',
];

/**
 * Packs the command line for npm. It is not packed where it lies: package.json lists what is bundled as dependencies, and
 * npm would install all of it once more.
 * @param {string} destination a folder
 * @returns {Promise<string>} the package's path
 */
export async function packForNpm(destination) {
  const about = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-npm-'));
  try {
    for (const path of about.files.map(folderOf)) {
      await cp(inProject(path), join(folder, path), { recursive: true });
    }
    const kept = Object.entries(about).filter(([name]) => !ours.includes(name));
    await writeFile(join(folder, 'package.json'), `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
    const options = ['--json', '--ignore-scripts', '--pack-destination', destination];
    const [packed] = JSON.parse(await npm(['pack', ...options], { quiet: true, cwd: folder }));
    return join(destination, packed.filename);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A pattern of files as the folder that they are in; npm picks from that. @param {string} path */
const folderOf = (path) => path.replace(/\/\*.*$/, '');
