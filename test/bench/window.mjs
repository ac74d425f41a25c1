// @ts-check
// How the window bears a long log and a flood: the built page in a real Electron, driven as by a person.
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { noSandboxBecause } from '../../scripts/place.mjs';

const PER_SECOND = 5_000;
const SECONDS = 10;

/** @typedef {import('@playwright/test').Page} Page */

/**
 * Does `act` in the page and gives the milliseconds until the footer says something that matches, drawn.
 * @param {Page} page @param {string} act `log`, or what is typed into the filter @param {string} until
 */
const timeUntil = (page, act, until) =>
  page.evaluate(
    async ({ what, pattern }) => {
      const begin = performance.now();
      if (what === 'log')
        document.querySelectorAll('nav button')[3]?.dispatchEvent(new Event('click', { bubbles: true }));
      else {
        const field = document.querySelector('input');
        if (field) field.value = what;
        field?.dispatchEvent(new Event('input', { bubbles: true }));
      }
      const isThere = () => new RegExp(pattern).test(document.querySelector('.log-foot')?.textContent ?? '');
      do await new Promise(requestAnimationFrame);
      while (!isThere());
      return performance.now() - begin;
    },
    { what: act, pattern: until },
  );

/** The milliseconds of each frame for that long. @param {Page} page @param {number} seconds */
const frames = (page, seconds) =>
  page.evaluate(async (ms) => {
    /** @type {number[]} */
    const found = [];
    const begin = performance.now();
    for (let last = begin; last - begin < ms; ) {
      const at = await new Promise(requestAnimationFrame);
      found.push(at - last);
      last = at;
    }
    return found.slice(1);
  }, seconds * 1_000);

const electron = await _electron.launch({
  args: [
    join(import.meta.dirname, 'window'),
    '--disable-gpu',
    '--log-level=3',
    ...(noSandboxBecause() ? ['--no-sandbox'] : []),
  ],
});
const page = await electron.firstWindow();
await page.waitForSelector('nav');
const memory = () => electron.evaluate(() => /** @type {any} */ (globalThis).memory());
/** @param {number} seconds */
const flood = (seconds) =>
  electron.evaluate(
    (_electronModule, [n, s]) => /** @type {any} */ (globalThis).flood(n, s),
    [PER_SECOND, seconds],
  );

/** @type {[string, string][]} */
const rows = [];
/** @param {string} title @param {number} value @param {string} unit */
const row = (title, value, unit) => rows.push([title, `${Math.round(value * 10) / 10} ${unit}`]);

/** @param {string} title @param {number[]} times */
const frameRows = (title, times) => {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (/** @type {number} */ part) =>
    sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  rows.push([title, `${[at(0.5), at(0.99), at(1)].map((ms) => Math.round(ms)).join(' / ')} ms`]);
};

row('Memory of the page, 200 devices, before', await memory(), 'MB');
row('From the click until 100,000 lines are shown', await timeUntil(page, 'log', 'of 100,000 events'), 'ms');
row(
  'Finding the 500 lines of one device in them',
  await timeUntil(page, 'Device 77', '^\\D*[1-9]\\d* of 100'),
  'ms',
);
await timeUntil(page, '', '^\\D*90,000 of 100,000');
row('Memory with 100,000 lines', await memory(), 'MB');
frameRows('Frames at rest: median / 99 % / longest', await frames(page, 3));
const [flooded] = await Promise.all([frames(page, SECONDS), flood(SECONDS)]);
frameRows(`Frames at ${PER_SECOND.toLocaleString('en')} lines a second: median / 99 % / longest`, flooded);
await timeUntil(page, 'Device 9', 'match');
const [filtered] = await Promise.all([frames(page, SECONDS), flood(SECONDS)]);
frameRows('The same with a filter by text', filtered);
row('Memory after the flood', await memory(), 'MB');
await electron.close();

console.log(
  ['| The window | |', '| --- | ---: |', ...rows.map(([title, value]) => `| ${title} | ${value} |`)].join(
    '\n',
  ),
);
