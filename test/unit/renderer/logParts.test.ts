import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { LogEntry } from '../../../preload/logEntry';
import { createBoundedList } from '../../../renderer/views/log/boundedList';
import { copiedText } from '../../../renderer/views/log/copiedText';
import { highlightMatches } from '../../../renderer/views/log/highlight';
import { endOf, leftTheEnd, reachedTheEnd, visibleRows } from '../../../renderer/views/log/visibleRows';

test('a bounded list is the end of what was put into it, without what was dropped', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.oneof(fc.constant('push' as const), fc.nat(60)), { maxLength: 80 }),
      fc.tuple(fc.nat(10), fc.nat(10)),
      (most, story, [from, to]) => {
        const list = createBoundedList<number>(most);
        let model: number[] = [];
        story.forEach((step, i) => {
          if (step === 'push') {
            list.push(i);
            model = [...model, i].slice(-most);
          } else {
            list.dropWhile((item) => item < step);
            model = model.filter((item) => item >= step);
          }
          assert.equal(list.length, model.length);
        });
        assert.deepEqual(list.slice(from, to), model.slice(from, to));
        for (let i = -1; i < model.length + 2; i++) assert.equal(list.at(i), i < 0 ? undefined : model[i]);
      },
    ),
  );
});

test('all rows that can be seen are there, and not many more', () => {
  fc.assert(
    fc.property(
      fc.record({
        height: fc.nat(2_000),
        rowHeight: fc.integer({ min: 20, max: 60 }),
        count: fc.nat(100_000),
      }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (list, part) => {
        const top = part * endOf(list);
        const { from, to } = visibleRows({ ...list, top });
        assert.ok(from >= 0 && to <= list.count);
        assert.ok(from * list.rowHeight <= top);
        assert.ok(to * list.rowHeight >= Math.min(top + list.height, list.count * list.rowHeight));
        assert.ok(to - from <= Math.ceil(list.height / list.rowHeight) + 18);
      },
    ),
  );
});

test('scrolling up leaves the end, scrolling down to it reaches it, and a list that shrinks does neither', () => {
  expect(leftTheEnd({ from: 1_000, to: 960, end: 1_000 })).toBe(true);
  expect(leftTheEnd({ from: 1_000, to: 400, end: 400 })).toBe(false);
  expect(leftTheEnd({ from: 900, to: 950, end: 1_000 })).toBe(false);
  expect(reachedTheEnd({ from: 900, to: 999, end: 1_000 })).toBe(true);
  expect(reachedTheEnd({ from: 1_000, to: 400, end: 400 })).toBe(false);
  expect(reachedTheEnd({ from: 900, to: 950, end: 1_000 })).toBe(false);
});

test('the pieces of a text are the text again, and those that are hits are what was looked for', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ maxLength: 2 }), (text, wanted) => {
      const words = wanted.toLowerCase();
      const pieces = highlightMatches(text, words);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      for (const piece of pieces) if (piece.hit) expect(piece.text.toLowerCase()).toBe(words);
    }),
  );
  expect(highlightMatches('Jon’s Jonquil', 'jon').map(({ text, hit }) => (hit ? `[${text}]` : text))).toEqual(
    ['[Jon]', '’s ', '[Jon]', 'quil'],
  );
});

const shown = createBoundedList<LogEntry>(100);
for (let seq = 0; seq < 10; seq++) shown.push({ seq, at: 0, level: 'info', event: { kind: 'quiet' } });
const copied = (most: number) =>
  copiedText(
    shown,
    ({ seq }) => `line ${seq}`,
    (count) => `${count} more`,
    most,
  );

test('all that is shown is copied, in order', () => {
  expect(copied(1_000)).toBe(`${Array.from({ length: 10 }, (_, i) => `line ${i}`).join('\n')}\n`);
});

test('a copy has a bound: the newest are in it, and how many are not', () => {
  expect(copied(32)).toBe('7 more\nline 7\nline 8\nline 9\n');
  for (let most = 10; most < 90; most++) expect(copied(most).length).toBeLessThanOrEqual(most);
});
