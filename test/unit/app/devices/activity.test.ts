import { expect, test } from '@playwright/test';
import { createActivityWatch, SILENT_MS } from '../../../../main/app/devices/activity';
import type { Device } from '../../../../main/app/devices/devices';
import {
  createTrafficCounters,
  MAX_ACCOUNTS,
  NO_TRAFFIC,
} from '../../../../main/app/devices/trafficCounters';
import { type DeviceKey, deviceKey } from '../../../../main/protocol/deviceKey';
import type { Account, ConnId } from '../../../../main/protocol/relay';
import { BAR_MS, BARS } from '../../../../preload/views';

const keyOf = (fill: number): DeviceKey => deviceKey(Buffer.alloc(32, fill));
const [a, b] = [keyOf(1), keyOf(2)];
const connOf = (key: DeviceKey) => (key === a ? 1 : 2) as ConnId;

/** Two devices, looked at by hand. */
class Watched {
  private readonly watch = createActivityWatch();
  /** The beginning of a span, so that the bars are easy to foretell. */
  now = Math.floor(Date.UTC(2026, 10, 3, 8) / BAR_MS) * BAR_MS;
  devices: readonly Device[] = [];
  readonly counts = new Map<DeviceKey, { sent: number; received: number; waiting: number }>();

  come(key: DeviceKey): void {
    const here = { linkedWith: [], linkedSince: undefined, silentSince: undefined, traffic: NO_TRAFFIC };
    this.devices = [...this.devices, { key, conn: connOf(key), from: '::1', since: this.now, ...here }];
    this.counts.set(key, { sent: 0, received: 0, waiting: 0 });
  }

  link(): void {
    const others = (key: DeviceKey) => this.devices.map((one) => one.key).filter((other) => other !== key);
    this.devices = this.devices.map((one) => ({
      ...one,
      linkedWith: others(one.key),
      linkedSince: this.now,
    }));
  }

  unlink(): void {
    const apart = { linkedWith: [], linkedSince: undefined, silentSince: undefined };
    this.devices = this.devices.map((one) => ({ ...one, ...apart }));
  }

  pass(from: DeviceKey, bytes: number): void {
    for (const [key, count] of this.counts) count[key === from ? 'sent' : 'received'] += bytes;
  }

  leave(key: DeviceKey): void {
    const count = this.counts.get(key);
    this.counts.delete(key);
    this.devices = this.devices.filter((one) => one.key !== key);
    if (count) this.watch.left(connOf(key), key, count, this.now);
  }

  forget(key: DeviceKey): void {
    this.watch.forget(key);
  }

  /** Other connections count from zero; the devices are gone with the old ones. */
  reset(): void {
    this.watch.reset();
    this.devices = [];
    this.counts.clear();
  }

  /** Looks after so many milliseconds. */
  look(ms = 1_000) {
    this.now += ms;
    const traffic = [...this.counts].map(([key, count]) => ({
      key,
      conn: connOf(key),
      account: 'household' as Account,
      from: '192.0.2.1',
      since: 0,
      messages: 0,
      ...count,
    }));
    const looked = this.watch.look(this.devices, traffic, this.now);
    const same = looked.devices === this.devices;
    this.devices = looked.devices;
    return { ...looked, same };
  }

  of(key: DeviceKey): Device | undefined {
    return this.devices.find((one) => one.key === key);
  }
}

function linkedPair(): Watched {
  const watched = new Watched();
  watched.come(a);
  watched.come(b);
  watched.link();
  return watched;
}

test.describe('what goes on', () => {
  test('unlinked, nothing yet, passing, quiet: each at its time', () => {
    const watched = new Watched();
    watched.come(a);
    watched.come(b);
    expect(watched.look().activity).toEqual({ kind: 'unlinked' });
    watched.link();
    expect(watched.look().activity).toEqual({ kind: 'nothingYet' });
    watched.pass(a, 10);
    expect(watched.look().activity).toEqual({ kind: 'passing' });
    const last = watched.now;
    expect(watched.look(2_999).activity).toEqual({ kind: 'passing' });
    expect(watched.look(1)).toMatchObject({ activity: { kind: 'quiet', since: last } });
    watched.pass(b, 1);
    expect(watched.look().activity).toEqual({ kind: 'passing' });
    watched.unlink();
    expect(watched.look().activity).toEqual({ kind: 'unlinked' });
  });

  test('a message without payload is nothing that passes', () => {
    const watched = linkedPair();
    watched.pass(a, 0);
    expect(watched.look().activity).toEqual({ kind: 'nothingYet' });
  });

  test('bytes that a device has not taken yet are waiting, once nothing passes any more', () => {
    const watched = linkedPair();
    const count = watched.counts.get(b);
    if (!count) throw new Error('not there');
    count.waiting = 300_000;
    watched.pass(a, 1_000_000);
    expect(watched.look().activity).toEqual({ kind: 'passing' });
    expect(watched.look(5_000)).toMatchObject({ activity: { kind: 'waiting' } });
    count.waiting = 0;
    // Only now is it all delivered, and that is told.
    const { activity, events } = watched.look();
    expect(activity.kind).toBe('quiet');
    expect(events).toContainEqual({ kind: 'quiet' });
  });

  test('looking where nothing happens changes nothing and tells nothing', () => {
    const watched = linkedPair();
    watched.look();
    const looks = Array.from({ length: 600 }, () => watched.look());
    expect(looks.filter(({ same, events }) => !same || events.length > 0)).toEqual([]);
  });
});

test.describe('a burst', () => {
  test('is told once with all its bytes, three seconds after its last; then that it is quiet', () => {
    const watched = linkedPair();
    const events = [];
    for (let i = 0; i < 10; i++) {
      watched.pass(a, 1_000);
      events.push(...watched.look().events);
    }
    expect(events).toEqual([]);
    events.push(...watched.look(2_999).events);
    expect(events).toEqual([]);
    expect(watched.look(1).events).toEqual([{ kind: 'delivered', key: a, bytes: 10_000 }, { kind: 'quiet' }]);
    expect(watched.look(60_000).events).toEqual([]);
    watched.pass(b, 7);
    watched.look();
    expect(watched.look(3_000).events).toEqual([{ kind: 'delivered', key: b, bytes: 7 }, { kind: 'quiet' }]);
  });

  test('of a device that leaves is told right then, with the bytes since the last look', () => {
    const watched = linkedPair();
    watched.pass(a, 1_000);
    watched.look();
    watched.pass(a, 234);
    watched.leave(a);
    watched.leave(b);
    expect(watched.look(0).events).toEqual([{ kind: 'delivered', key: a, bytes: 1_234 }]);
    expect(watched.look(60_000).events).toEqual([]);
  });
});

test.describe('silence', () => {
  test('is told once, of each device that was linked for a quarter of an hour and sent nothing', () => {
    const watched = linkedPair();
    const since = watched.now;
    watched.pass(b, 10);
    watched.look();
    expect(watched.look(SILENT_MS - 1_001).events.filter(({ kind }) => kind === 'silent')).toEqual([]);
    expect(watched.look(1)).toMatchObject({ same: false, events: [{ kind: 'silent', key: a, minutes: 15 }] });
    expect(watched.of(a)?.silentSince).toBe(since);
    expect(watched.of(b)?.silentSince).toBe(undefined);
    for (let i = 0; i < 100; i++) expect(watched.look(60_000).events).toEqual([]);
    expect(watched.of(a)?.silentSince).toBe(since);
  });

  test('ends with the first byte, and does not come back while the link lasts', () => {
    const watched = linkedPair();
    watched.pass(b, 10);
    watched.look(SILENT_MS);
    watched.pass(a, 1);
    watched.look();
    expect(watched.of(a)?.silentSince).toBe(undefined);
    expect(watched.look(10 * SILENT_MS).events.filter(({ kind }) => kind === 'silent')).toEqual([]);
  });

  test('is told anew for a new link, and never of one that is not linked', () => {
    const watched = linkedPair();
    expect(watched.look(SILENT_MS).events).toHaveLength(2);
    watched.unlink();
    expect(watched.look(SILENT_MS).events).toEqual([]);
    watched.link();
    expect(watched.look(SILENT_MS).events).toHaveLength(2);
  });
});

test.describe('the bars', () => {
  test('cover the last hour in spans, the newest last, and roll on', () => {
    const watched = linkedPair();
    watched.pass(a, 100);
    watched.look(0);
    const first = watched.of(a)?.traffic;
    expect(first).toMatchObject({ sent: 100, received: 0, bars: [...Array(BARS - 1).fill(0), 100] });
    expect(watched.of(b)?.traffic).toMatchObject({ sent: 0, received: 100 });
    // Both ways count, and within a span nothing moves.
    watched.pass(b, 11);
    watched.look(BAR_MS - 1);
    expect(watched.of(a)?.traffic.bars.slice(-2)).toEqual([0, 111]);
    // The next span: the picture moves by one although nothing passed.
    expect(watched.look(1).same).toBe(false);
    expect(watched.of(a)?.traffic.bars.slice(-3)).toEqual([0, 111, 0]);
    watched.pass(a, 5);
    watched.look((BARS - 2) * BAR_MS);
    expect(watched.of(a)?.traffic.bars).toEqual([111, ...Array(BARS - 2).fill(0), 5]);
    watched.look(BAR_MS);
    expect(watched.of(a)?.traffic.bars).toEqual([...Array(BARS - 2).fill(0), 5, 0]);
    // What went out of the picture stays in the sum.
    watched.look(100 * BAR_MS);
    expect(watched.of(a)?.traffic).toMatchObject({ sent: 105, received: 11, bars: Array(BARS).fill(0) });
  });

  test('and sums go on when the device comes back, and on another server', () => {
    const watched = linkedPair();
    watched.pass(a, 100);
    watched.leave(a);
    watched.come(a);
    watched.look();
    expect(watched.of(a)?.traffic.sent).toBe(100);
    watched.reset();
    watched.come(a);
    watched.come(b);
    watched.pass(a, 1);
    watched.look();
    expect(watched.of(a)?.traffic.sent).toBe(101);
  });

  test('of a device that is forgotten begin at zero when it comes again', () => {
    const watched = linkedPair();
    watched.pass(a, 100);
    watched.look();
    watched.leave(a);
    watched.forget(a);
    watched.come(a);
    watched.look();
    expect(watched.of(a)?.traffic).toEqual(NO_TRAFFIC);
  });
});

test('who makes up keys without end does not fill the book: those that passed something last stay', () => {
  const devices = createTrafficCounters();
  const key = (number: number) => {
    const bytes = Buffer.alloc(32);
    bytes.writeUInt32BE(number);
    return deviceKey(bytes);
  };
  for (let number = 0; number < MAX_ACCOUNTS; number++)
    devices.count(number as ConnId, key(number), { sent: 1, received: 0 }, 1);
  // The first one passes something again; the second is the one to go.
  devices.count(0 as ConnId, key(0), { sent: 2, received: 0 }, 2);
  devices.count(-1 as ConnId, key(MAX_ACCOUNTS), { sent: 5, received: 0 }, 3);
  const sent = [0, 1, 2, MAX_ACCOUNTS].map((number) => devices.of(key(number), 3).sent);
  expect(sent).toEqual([2, 0, 1, 5]);
});
