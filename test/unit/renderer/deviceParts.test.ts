import { expect, test } from '@playwright/test';
import { BAR_MS, type DeviceView } from '../../../preload/views';
import { barHeights, barsPath, HEIGHT, summarizeBars } from '../../../renderer/views/devices/bars';
import { guessKind } from '../../../renderer/views/devices/guessKind';
import { reuseUnchanged } from '../../../renderer/views/devices/reuseUnchanged';
import { shortenName, splitName } from '../../../renderer/views/devices/splitName';

test.describe('what a device seems to be', () => {
  const guesses = {
    laptop: ['Kitchen laptop', 'MacBook of Mara', 'Work PC', 'Jons Rechner', 'Study Mac', 'Klapp-Notebook'],
    phone: ['Mara’s phone', 'iPhone', 'Pixel 9', 'Handy von Jon', 'Diensttelefon', 'Galaxy S24'],
    tablet: ['Old tablet', 'iPad mini', 'Galaxy Tab', 'Kindle Fire'],
    unknown: ['Mara', 'Machine', 'Stable', 'NPC', 'Excellent', ''],
  } as const;
  for (const [kind, names] of Object.entries(guesses)) {
    for (const name of names) test(`“${name}”: ${kind}`, () => expect(guessKind(name)).toBe(kind));
  }
  test('without a name: unknown', () => expect(guessKind(undefined)).toBe('unknown'));
});

test.describe('bars', () => {
  test('the highest takes all of the height, on the scale of its device', () => {
    expect(barHeights([0, 500, 1_000])).toEqual([0, HEIGHT / 2, HEIGHT]);
    expect(barHeights([0, 5, 10])).toEqual([0, HEIGHT / 2, HEIGHT]);
  });

  test('a byte beside a gigabyte is to be seen', () => {
    expect(barHeights([1, 1e9])[0]).toBeGreaterThanOrEqual(2);
  });

  test('nothing is drawn where nothing came', () => {
    expect(barsPath([0, 0, 0])).toBe('');
    expect(barsPath([0, 7, 0]).match(/M/g)).toHaveLength(1);
  });

  test('are said in words', () => {
    expect(summarizeBars([0, 0, 0])).toBeUndefined();
    expect(summarizeBars([5, 3, 0])).toEqual({ total: 8, lastAgo: BAR_MS });
    expect(summarizeBars([0, 0, 9])).toEqual({ total: 9, lastAgo: 0 });
  });
});

test.describe('long names', () => {
  test('a short one stays whole', () => {
    expect(splitName('Kitchen laptop')).toEqual({ head: 'Kitchen laptop', tail: '' });
    expect(shortenName('Kitchen laptop')).toBe('Kitchen laptop');
  });

  test('nothing is lost between head and tail', () => {
    const name = 'The very old laptop of the kitchen 2014';
    const { head, tail } = splitName(name);
    expect(head + tail).toBe(name);
    expect(tail).not.toBe('');
    expect(shortenName(name)).toBe('The very old…hen 2014');
  });

  test('what would become no shorter is left whole', () => {
    expect(shortenName('Jonas & Mara’s laptop')).toBe('Jonas & Mara’s laptop');
    expect(shortenName('Jonas & Mara’s laptops')).toBe('Jonas & Mara…laptops');
  });

  test('an emoji of several code points is not cut', () => {
    const family = '👨‍👩‍👧‍👦';
    const { head, tail } = splitName(family.repeat(30));
    expect(tail).toBe(family.repeat(8));
    expect(head).toBe(family.repeat(22));
  });
});

test.describe('devices from snapshot to snapshot', () => {
  const away = (key: string, lastSeen: number): DeviceView => ({
    kind: 'away',
    key,
    abbreviation: key,
    name: undefined,
    from: '192.0.2.1',
    lastSeen,
  });

  test('one that did not change is the same object, one that did is not', () => {
    const before = [away('a', 1), away('b', 1)];
    const now = [away('b', 2), away('a', 1), away('c', 1)];
    const kept = reuseUnchanged(before, now);
    expect(kept).toEqual(now);
    expect(kept[1]).toBe(before[0]);
    expect(kept[0]).toBe(now[0]);
  });
});
