import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { EXIT_MEANINGS } from '../../main/commands/exitMeanings';
import { expect, test } from '../helpers/commandLine';

// The man page as it was built, looked over and shown by mandoc.

test.skip(process.platform !== 'linux', 'mandoc is installed on Linux alone');

const root = join(import.meta.dirname, '../..');
const PAGE = join(root, 'out/main/buckets-relay.1');

/** As plain text: a bold letter is printed twice, with a step back between. */
const shown = () =>
  execFileSync('mandoc', ['-T', 'utf8', '-O', 'width=200', PAGE], { encoding: 'utf8' })
    .split('\b')
    .map((part, index, parts) => (index < parts.length - 1 ? part.slice(0, -1) : part))
    .join('');

test('mandoc finds no fault in it', () => {
  const { stdout } = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning', PAGE], { encoding: 'utf8' });
  // It has no date, so that a build is the same on any day.
  expect(stdout.split('\n').filter((line) => line !== '' && !line.includes('missing date'))).toEqual([]);
});

test('it has all commands, options, variables, exit codes and examples', async ({ run }) => {
  const text = shown();
  for (const heading of [
    'NAME',
    'SYNOPSIS',
    'COMMANDS',
    'ENVIRONMENT',
    'EXIT STATUS',
    'EXAMPLES',
    'SEE ALSO',
  ])
    expect(text).toMatch(new RegExp(`^${heading}$`, 'm'));
  const commands = ['server', 'genkeys', 'send', 'receive', 'chat', 'qr', 'discover', 'doctor', 'completion'];
  for (const command of commands) {
    const help = (await run([command, '--help'])).stdout.toString();
    const options = [...help.matchAll(/--[a-z][a-z-]+/g), ...help.matchAll(/RELAY_[A-Z_]+/g)];
    const examples = [...help.matchAll(/^ {2}\$ (.*)$/gm)].map(([, line = '']) => line);
    expect(examples.length).toBeGreaterThan(0);
    for (const wanted of [command, ...options.map(([word]) => word), ...examples])
      expect(text).toContain(wanted);
  }
  for (const meaning of Object.values(EXIT_MEANINGS)) expect(text).toContain(meaning);
});

test('npm installs it with the program', () => {
  const { man, files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  // As a list: npm leaves out one that is given as a text.
  expect(man).toEqual([relative(root, PAGE).replaceAll('\\', '/')]);
  expect(files).toContain(man[0]);
});
