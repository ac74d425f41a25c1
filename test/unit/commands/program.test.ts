/// <reference path="../../../main/lib/qrcode.d.ts" />
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { examplesOf } from '../../../main/commands/examples';
import { EXIT_MEANINGS } from '../../../main/commands/exitMeanings';
import { createProgram } from '../../../main/commands/program';

// What help, completion and man page stand on.

const visible = () => {
  const program = createProgram('1.2.3');
  return program
    .createHelp()
    .visibleCommands(program)
    .filter((command) => command.name() !== 'help');
};

test('every command and option is described, and every command has examples at the end of its help', () => {
  const commands = visible();
  expect(commands.length).toBeGreaterThan(8);
  for (const command of commands) {
    expect(command.description(), command.name()).toMatch(/^[A-Z].*\.$/);
    for (const { description, flags } of command.options)
      expect(description, `${command.name()} ${flags}`).not.toBe('');
    for (const argument of command.registeredArguments)
      expect(argument.description, `${command.name()} ${argument.name()}`).not.toBe('');
    const written: string[] = [];
    command.configureOutput({ writeOut: (text) => void written.push(text) });
    command.outputHelp();
    const examples = examplesOf(command);
    expect(examples.length, command.name()).toBeGreaterThanOrEqual(2);
    const lines = written
      .join('')
      .trimEnd()
      .split('\n')
      .slice(-examples.length - 1);
    expect(lines).toEqual(['Examples:', ...examples.map((line) => `  $ ${line}`)]);
  }
});

test('a command that is named is there without the others, and all are where none is', () => {
  const namesOf = (words: readonly string[]) =>
    createProgram('1.2.3', words).commands.map((command) => command.name());
  const all = namesOf([]);
  expect(all.length).toBeGreaterThan(20);
  for (const name of all) expect(namesOf(['-d', 'x', name])).toContain(name);
  expect(namesOf(['server', '--port', '0'])).toEqual(['server']);
  for (const words of [
    ['serv'],
    ['--version'],
    ['help', 'server'],
    ['--help', 'server'],
    ['completion', 'bash'],
  ])
    expect(namesOf(words)).toEqual(all);
});

test('every example is understood', () => {
  for (const { name, example } of visible().flatMap((command) =>
    examplesOf(command).map((example) => ({ name: command.name(), example })),
  )) {
    const program = createProgram('1.2.3');
    const ran: string[] = [];
    for (const command of program.commands)
      command.exitOverride().action(() => void ran.push(command.name()));
    const line = example.replace(/ [<>] \S.*$/, '').replace(/"\$\(.*?\)"/g, 'KEY');
    const words = (line.match(/"[^"]*"|\S+/g) ?? []).filter((word) => !/^(sudo$|[A-Z_]+=)/.test(word));
    expect(words.shift()).toBe('buckets-relay');
    program.parse(words, { from: 'user' });
    expect(ran, example).toEqual([name]);
  }
});

test('the documentation tells every exit code', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/commands.md'), 'utf8');
  for (const code of Object.keys(EXIT_MEANINGS)) expect(text).toContain(`\n| ${code} |`);
});
