import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { LogEntry, LogLevel } from '../../../preload/logEntry';
import { createLogModel, type LogFilter, type LogModel } from '../../../renderer/views/log/logModel';

const LEVELS: readonly LogLevel[] = ['detail', 'info', 'warning', 'error'];
const WORDS = ['', 'a', 'B', 'ab', ' b '];

const entry = (seq: number, level: LogLevel = 'info', name = 'a'): LogEntry => ({
  seq,
  at: seq,
  level,
  event: { kind: 'advertised', name },
});
const textOf = ({ event }: LogEntry) => (event.kind === 'advertised' ? event.name.toLowerCase() : '');
const entries = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => entry(from + i));

const workOff = (model: LogModel) => expect(model.work(() => false)).toBe(false);
const shownBy = (model: LogModel) => model.shown.slice(0, model.shown.length).map(({ seq }) => seq);

type Step =
  | { readonly kind: 'came'; readonly what: readonly (readonly [LogLevel, string])[] }
  | { readonly kind: 'anew' | 'pause' | 'resume' | 'work' | 'a little work' }
  | { readonly kind: 'filter'; readonly filter: LogFilter };

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('came' as const),
    what: fc.array(fc.tuple(fc.constantFrom(...LEVELS), fc.constantFrom('a', 'b', 'Ab', 'c')), {
      maxLength: 9,
    }),
  }),
  fc.record({ kind: fc.constantFrom('anew', 'pause', 'resume', 'work', 'a little work') }),
  fc.record({
    kind: fc.constant('filter' as const),
    filter: fc.record({ least: fc.constantFrom(...LEVELS), words: fc.constantFrom(...WORDS) }),
  }),
);

test('what is shown is what matches of the log, and in a pause of what was there when it began', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.array(steps, { maxLength: 40 }), (most, story) => {
      const model = createLogModel(textOf, most);
      let all: LogEntry[] = [];
      let next = 0;
      let filter: LogFilter = { least: 'detail', words: '' };
      let pausedAt: number | undefined;
      for (const step of story) {
        if (step.kind === 'came') {
          const came = step.what.map(([level, name], i) => entry(next + i, level, name));
          next += came.length;
          all = [...all, ...came].slice(-most);
          model.receive({ anew: false, entries: came });
        } else if (step.kind === 'anew') {
          all = [];
          pausedAt = undefined;
          model.receive({ anew: true, entries: [] });
        } else if (step.kind === 'filter') {
          filter = step.filter;
          model.setFilter(filter);
        } else if (step.kind === 'pause') {
          // What is not looked at yet would otherwise depend on how far the work has come.
          workOff(model);
          pausedAt ??= (all.at(-1)?.seq ?? -1) + 1;
          model.pause();
        } else if (step.kind === 'resume') {
          pausedAt = undefined;
          model.resume();
        } else if (step.kind === 'work') workOff(model);
        else model.work(() => true);

        if (step.kind !== 'work') continue;
        const words = filter.words.trim().toLowerCase();
        const matching = all.filter(
          (one) => LEVELS.indexOf(one.level) >= LEVELS.indexOf(filter.least) && textOf(one).includes(words),
        );
        const isNew = ({ seq }: LogEntry) => pausedAt !== undefined && seq >= pausedAt;
        const before = matching.filter((one) => !isNew(one)).map(({ seq }) => seq);
        const seen = shownBy(model);
        // In a pause, the oldest stay to be read even when they have left the log.
        assert.deepEqual(pausedAt === undefined ? seen : seen.slice(seen.length - before.length), before);
        assert.equal(model.waiting, matching.filter(isNew).length);
        assert.equal(model.count, all.length);
        assert.equal(model.paused, pausedAt !== undefined);
      }
    }),
    { numRuns: 500 },
  );
});

test('in a pause what is shown stays, whatever comes, and comes with the rest when it ends', () => {
  const model = createLogModel(textOf, 5);
  model.receive({ anew: true, entries: entries(0, 5) });
  workOff(model);
  model.pause();
  model.receive({ anew: false, entries: entries(5, 8) });
  workOff(model);
  expect(shownBy(model)).toEqual([0, 1, 2, 3, 4]);
  expect(model.waiting).toBe(3);
  model.resume();
  expect(shownBy(model)).toEqual([3, 4, 5, 6, 7]);
  expect(model.waiting).toBe(0);
});

test('each entry is tested once, and a new filter tests them anew, a little at a time', () => {
  let tested = 0;
  const model = createLogModel((one) => {
    tested += 1;
    return textOf(one);
  });
  model.setFilter({ least: 'detail', words: 'a' });
  model.receive({ anew: true, entries: entries(0, 1_000) });
  workOff(model);
  expect(tested).toBe(1_000);
  for (let i = 0; i < 10; i++) {
    model.receive({ anew: false, entries: entries(1_000 + i, 1_001 + i) });
    workOff(model);
  }
  expect(tested).toBe(1_010);
  model.setFilter({ least: 'detail', words: 'b' });
  let looks = 0;
  expect(model.work(() => ++looks > 3)).toBe(true);
  expect(tested).toBeLessThan(1_010 + 300);
  workOff(model);
  expect(tested).toBe(2_020);
});

test('a filter by level alone looks at no text', () => {
  const model = createLogModel(() => {
    throw new Error('not needed');
  });
  model.setFilter({ least: 'warning', words: '  ' });
  model.receive({ anew: true, entries: [entry(0), entry(1, 'warning'), entry(2, 'error')] });
  workOff(model);
  expect(shownBy(model)).toEqual([1, 2]);
});
