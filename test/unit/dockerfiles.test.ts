import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

/** A Dockerfile's lines without its comments, which say in each what it is for. */
const instructions = (name: string): string[] =>
  readFileSync(join(import.meta.dirname, `../../docker/${name}.Dockerfile`), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

test('the image for many users is the one for a household, and something more', () => {
  const many = instructions('multiuser');
  let at = 0;
  const missing = instructions('singleuser').filter((line) => {
    const found = many.indexOf(line, at);
    if (found >= 0) at = found + 1;
    return found < 0;
  });
  expect(missing).toEqual([]);
});
