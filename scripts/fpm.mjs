#!/usr/bin/env node
// @ts-check
// Makes the deb for electron-builder, which asks for it in the words of a program called fpm: that one is written in
// Ruby and downloaded from elsewhere, while every Debian has dpkg-deb. Understood is what electron-builder says.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { main, run, SetupProblem } from './setup.mjs';

/** @typedef {ReturnType<typeof understand>} Wanted */

const understand = () => {
  const text = /** @type {const} */ ({ type: 'string' });
  const list = /** @type {const} */ ({ type: 'string', multiple: true });
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      s: { ...text, short: 's' },
      t: { ...text, short: 't' },
      force: { type: 'boolean' },
      d: { ...list, short: 'd' },
      'deb-recommends': list,
      'deb-compression': text,
      'deb-priority': text,
      architecture: text,
      'after-install': text,
      'after-remove': text,
      description: text,
      version: text,
      package: text,
      name: text,
      maintainer: text,
      vendor: text,
      url: text,
      category: text,
      license: text,
    },
  });
  if (values.s !== 'dir' || values.t !== 'deb') throw new SetupProblem('This makes a deb of a folder only.');
  const files = positionals.map((mapping) => {
    // The target has no equals sign; a temporary folder may.
    const at = mapping.lastIndexOf('=');
    return { from: mapping.slice(0, at), to: mapping.slice(at + 1) };
  });
  /** @param {keyof typeof values} name */
  const needed = (name) => {
    const value = values[name];
    if (typeof value !== 'string' || value === '') throw new SetupProblem(`The deb needs --${name}.`);
    return value;
  };
  return { values, files, needed };
};

await main(async () => {
  const wanted = understand();
  const root = mkdtempSync(join(tmpdir(), 'buckets-relay-deb-'));
  try {
    for (const { from, to } of wanted.files) place(from, join(root, to));
    placeChangelog(root, wanted);
    allModes(root);
    await placeControl(root, wanted);
    // Who asks for a level is in a hurry, and xz is slow at all of them.
    const level = process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL;
    const compression = level ? ['-Zgzip', `-z${level}`] : [`-Z${wanted.needed('deb-compression')}`];
    await run('dpkg-deb', ['--root-owner-group', ...compression, '--build', root, wanted.needed('package')]);
  } finally {
    rmSync(root, { recursive: true });
  }
  return 0;
});

/** @param {string} from a file, or the contents of a folder whose name ends with a slash @param {string} to */
function place(from, to) {
  if (!existsSync(from)) throw new SetupProblem(`The deb needs ${from}, which is not there.`);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
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

/** Whoever builds may have a narrow umask: what is installed is for everybody to read. @param {string} root */
function allModes(root) {
  chmodSync(root, 0o755);
  for (const path of everythingIn(root)) {
    const found = lstatSync(path);
    if (found.isSymbolicLink()) continue;
    const runs = found.mode & 0o100 && !/\.so(\.\d+)*$/.test(path);
    chmodSync(path, found.isDirectory() || runs ? 0o755 : 0o644);
  }
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
