// @ts-check
import { createHash } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  lstatSync,
  mkdirSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { run } from './setup.mjs';

/** @typedef {import('./fpm.mjs').Wanted} Wanted */

/** @param {string} root what is to be installed, as it lies under the system's root @param {Wanted} wanted */
export async function makeDeb(root, wanted) {
  placeChangelog(root, wanted);
  await placeControl(root, wanted);
  // Who asks for a level is in a hurry, and xz is slow at all of them.
  const level = process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL;
  const compression = level ? ['-Zgzip', `-z${level}`] : [`-Z${wanted.needed('deb-compression')}`];
  await run('dpkg-deb', ['--root-owner-group', ...compression, '--build', root, wanted.needed('package')]);
}

/** The changes are told in the project's own file; Debian's is about the packaging. @param {string} root @param {Wanted} wanted */
function placeChangelog(root, { needed }) {
  const text = [
    `${needed('name')} (${needed('version')}) stable; urgency=medium`,
    '',
    '  * What changed is told at the place where the releases are.',
    '',
    ` -- ${needed('maintainer')}  ${new Date().toUTCString().replace('GMT', '+0000')}`,
    '',
  ].join('\n');
  const path = join(root, 'usr/share/doc', needed('name'), 'changelog.gz');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, gzipSync(text, { level: 9 }));
}

/** @param {string} folder @returns {string[]} */
function everythingIn(folder) {
  return readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
}

/** @param {string} root @param {Wanted} wanted */
async function placeControl(root, { values, needed }) {
  const everything = everythingIn(root).sort();
  const files = everything.filter((path) => lstatSync(path).isFile());
  const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
  const control = join(root, 'DEBIAN');
  mkdirSync(control, { mode: 0o755 });

  const sums = await Promise.all(files.map(async (path) => `${await md5(path)}  ${relative(root, path)}\n`));
  writeFileSync(join(control, 'md5sums'), sums.join(''), { mode: 0o644 });
  for (const [option, script] of /** @type {const} */ ([
    ['after-install', 'postinst'],
    ['after-remove', 'postrm'],
  ])) {
    await copyFile(needed(option), join(control, script));
    chmodSync(join(control, script), 0o755);
  }
  const fields = {
    Package: needed('name'),
    Version: needed('version'),
    Architecture: needed('architecture'),
    Maintainer: needed('maintainer'),
    'Installed-Size': String(Math.ceil(bytes / 1024)),
    Depends: values.d?.join(', '),
    Recommends: values['deb-recommends']?.join(', '),
    Section: needed('category'),
    Priority: values['deb-priority'] ?? 'optional',
    Homepage: needed('url'),
    Description: wrapped(needed('description')),
  };
  const lines = Object.entries(fields).flatMap(([name, value]) => (value ? [`${name}: ${value}\n`] : []));
  writeFileSync(join(control, 'control'), lines.join(''), { mode: 0o644 });
}

/** The first line is the summary; the others are indented by a space and not too long. @param {string} text */
function wrapped(text) {
  const [summary = '', ...rest] = text.split('\n');
  const lines =
    rest
      .join(' ')
      .trim()
      .match(/\S.{0,76}(?=\s|$)/g) ?? [];
  return [summary, ...lines].join('\n ');
}

/** @param {string} path */
async function md5(path) {
  const hash = createHash('md5');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
