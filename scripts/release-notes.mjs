// @ts-check
// `node scripts/release-notes.mjs v1.2.3`: what CHANGELOG.md says of that version, on standard output.
import { readFileSync } from 'node:fs';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { inProject, main, SetupProblem } from './setup.mjs';

/**
 * The text below a version's heading (`## 1.2.3` or `## [1.2.3] - DATE`), down to the next one.
 * @param {string} changelog
 * @param {string} version
 * @returns {string | undefined} undefined when it has no such version, or nothing to say of it
 */
export const sectionOf = (changelog, version) => {
  const parts = changelog.split(/^## /m).slice(1);
  const wanted = parts.find((part) => /^\[?([^\s\]]+)/.exec(part)?.[1] === version);
  const text = wanted?.slice(wanted.indexOf('\n')).trim();
  return text || undefined;
};

const notes = async () => {
  const { version } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  if (argv[2] !== `v${version}`) {
    throw new SetupProblem(`The tag is ${argv[2]}, but package.json has version ${version}.`);
  }
  const section = sectionOf(readFileSync(inProject('CHANGELOG.md'), 'utf8'), version);
  if (!section) throw new SetupProblem(`CHANGELOG.md says nothing of version ${version}.`);
  process.stdout.write(`${section}\n`);
  return 0;
};

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) await main(notes);
