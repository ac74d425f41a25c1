import { expect, test } from '@playwright/test';
import { createFormats, textsFor } from '../../../main/texts';
import type { Snapshot } from '../../../preload/views';
import { detailLine } from '../../../renderer/views/overview/detailLine';
import { away, connected, everyProblem, running } from './snapshots';

const MINUTE_MS = 60_000;
const now = Date.UTC(2026, 10, 25, 12);

const english = (change: Partial<Snapshot>) =>
  detailLine(textsFor('en'), createFormats('en', 'en-GB'), { ...running, ...change }, now);
const german = (change: Partial<Snapshot>) =>
  detailLine(textsFor('de'), createFormats('de', 'de-CH'), { ...running, ...change }, now);

const two = [connected('a'), connected('b')];

test('says what passes between linked devices', () => {
  expect(english({ devices: two, activity: { kind: 'passing' } })).toBe('Passing data now.');
  expect(english({ devices: two, activity: { kind: 'waiting' } })).toBe(
    'Data waits for a device that is slow to take it.',
  );
  expect(english({ devices: two, activity: { kind: 'nothingYet' } })).toBe('Linked. Nothing to pass on yet.');
});

test('says since when it is quiet, once that is a minute', () => {
  const quiet = (ms: number) => ({ devices: two, activity: { kind: 'quiet', since: now - ms } as const });
  expect(english(quiet(59_000))).toBe('All delivered.');
  expect(english(quiet(MINUTE_MS))).toBe('All delivered. Quiet for 1 minute.');
  expect(english(quiet(4.5 * MINUTE_MS))).toBe('All delivered. Quiet for 4 minutes.');
  expect(german(quiet(3 * 24 * 60 * MINUTE_MS))).toBe('Alles ist zugestellt. Das Letzte ist 3 Tage her.');
});

test('tells a relay that nobody knows yet from one whose devices are away', () => {
  expect(english({})).toBe('Ready for your first device.');
  expect(english({ devices: [away('a')] })).toBe('Devices that were here before come back by themselves.');
  expect(english({ devices: [connected('a'), away('b')] })).toBe(
    'With another one, they can exchange your budget.',
  );
  expect(english({ devices: two })).toBe('They are not linked with each other yet.');
});

test('says when no device can reach it', () => {
  expect(english({ addresses: [] })).toBe('No device can reach it, because this computer is on no network.');
  expect(english({ settings: { ...running.settings, reach: 'computer' } })).toBe(
    'Only programs on this computer can reach it.',
  );
});

test('says what it means that the relay does not run', () => {
  expect(english({ relay: 'starting' })).toBe('Just a moment.');
  expect(english({ relay: 'stopped' })).toBe('Your devices cannot meet here until you turn the relay on.');
  for (const problem of everyProblem) {
    expect(english({ relay: 'problem', problem })).toMatch(/^[A-Z].+\.$/);
    expect(german({ relay: 'problem', problem })).toMatch(/^[A-ZÄÖÜ].+\.$/);
  }
});
