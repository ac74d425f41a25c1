// @ts-check
// The licences of all that is bundled into the app, for its window: their authors ask to be named where their work is used.
import { readdirSync, readFileSync } from 'node:fs';

/**
 * @typedef {object} Licence
 * @property {string} name of the package
 * @property {string} version
 * @property {string} licence as SPDX names it
 * @property {string} text empty where the package brings none
 */

const FILE = /^(licen[cs]e|copying)/i;

/** @param {URL} root the project's folder, with a slash at its end @returns {Licence[]} */
export const licences = (root) => {
  /** @type {{ packages: Record<string, { version?: string, license?: string, dev?: boolean, optional?: boolean }> }} */
  const lock = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8'));
  return Object.entries(lock.packages)
    .filter(([path, { dev, optional }]) => path !== '' && !dev && !optional)
    .map(([path, { version = '', license = '' }]) => {
      const folder = new URL(`${path}/`, root);
      const file = readdirSync(folder).find((name) => FILE.test(name));
      return {
        name: path.replace(/^.*node_modules\//, ''),
        version,
        licence: license,
        text: file === undefined ? '' : readFileSync(new URL(file, folder), 'utf8').trim(),
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
};

/** The same as a text, for the command line, which has no window. @param {URL} root */
export const licencesText = (root) =>
  licences(root)
    .map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text}`.trim())
    .join(`\n\n${'-'.repeat(80)}\n\n`)
    .concat('\n');
