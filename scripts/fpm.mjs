#!/usr/bin/env node
// @ts-check
// Makes deb and rpm for electron-builder, which asks for them in the words of a program called fpm: that one is written in
// Ruby and downloaded from elsewhere, while every Debian has dpkg-deb and rpmbuild. Understood is what it says.
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeDeb } from './deb.mjs';
import { makeRpm } from './rpm.mjs';
import { main, SetupProblem } from './setup.mjs';

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
      'rpm-os': text,
      'rpm-compression': text,
      'rpm-summary': text,
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
  if (values.s !== 'dir') throw new SetupProblem('A package is made of a folder.');
  const files = positionals.map((mapping) => {
    // The target has no equals sign; a temporary folder may.
    const at = mapping.lastIndexOf('=');
    return { from: mapping.slice(0, at), to: mapping.slice(at + 1) };
  });
  /** @param {keyof typeof values} name */
  const needed = (name) => {
    const value = values[name];
    if (typeof value !== 'string' || value === '') throw new SetupProblem(`The package needs --${name}.`);
    return value;
  };
  return { values, files, needed };
};

await main(async () => {
  const wanted = understand();
  const root = mkdtempSync(join(tmpdir(), 'buckets-relay-package-'));
  try {
    for (const { from, to } of wanted.files) place(from, join(root, to));
    allModes(root);
    if (wanted.values.t === 'deb') await makeDeb(root, wanted);
    else if (wanted.values.t === 'rpm') await makeRpm(root, wanted);
    else throw new SetupProblem('Only deb and rpm can be made.');
  } finally {
    rmSync(root, { recursive: true });
  }
  return 0;
});

/** @param {string} from a file, or the contents of a folder whose name ends with a slash @param {string} to */
function place(from, to) {
  if (!existsSync(from)) throw new SetupProblem(`The package needs ${from}, which is not there.`);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

/** Whoever builds may have a narrow umask: what is installed is for everybody to read. @param {string} root */
function allModes(root) {
  chmodSync(root, 0o755);
  for (const name of readdirSync(root, { recursive: true })) {
    const path = join(root, String(name));
    const found = lstatSync(path);
    if (found.isSymbolicLink()) continue;
    const runs = found.mode & 0o100 && !/\.so(\.\d+)*$/.test(path);
    chmodSync(path, found.isDirectory() || runs ? 0o755 : 0o644);
  }
}
