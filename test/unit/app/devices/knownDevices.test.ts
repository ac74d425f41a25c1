import { expect, test } from '@playwright/test';
import {
  type KnownDevice,
  type KnownDeviceMap,
  NO_KNOWN_DEVICES,
} from '../../../../main/app/devices/knownDevice';
import { createKnownDevices } from '../../../../main/app/devices/knownDevices';
import { type DeviceKey, deviceKey } from '../../../../main/protocol/deviceKey';
import type { ConnId, NotAdmitted } from '../../../../main/protocol/relay';
import { ManualClock } from '../../../helpers/manualClock';

const keyOf = (fill: number) => deviceKey(Buffer.alloc(32, fill));
const [a, b, c] = [keyOf(1), keyOf(2), keyOf(3)];
const conn = 1 as ConnId;
const from = '192.168.1.40';

const known = (key: DeviceKey, more: Partial<KnownDevice> = {}): [DeviceKey, KnownDevice] => [
  key,
  { key, firstSeen: 1, lastSeen: 1, lastFrom: '192.168.1.9', blocked: false, letIn: false, ...more },
];

/** The known devices with a store and a clock of their own. */
function start(known: KnownDeviceMap = NO_KNOWN_DEVICES, onlyKnown = false) {
  const clock = new ManualClock();
  const saved: KnownDeviceMap[] = [];
  const told: (string | undefined)[] = [];
  const disk: { failure: string | undefined } = { failure: undefined };
  const rule = { onlyKnown };
  const devices = createKnownDevices({
    store: {
      load: () => ({ value: known, setAside: undefined, problem: undefined }),
      save(next) {
        if (disk.failure !== undefined) return { ok: false, error: disk.failure };
        saved.push(next);
        return { ok: true, value: undefined };
      },
    },
    devices: known,
    clock,
    onlyKnown: () => rule.onlyKnown,
    onChange: (unsaved) => void told.push(unsaved),
  });
  return {
    ...{ devices, clock, saved, told, disk, rule },
    came: (key: DeviceKey) => devices.handleEvent({ kind: 'authenticated', conn, key, from }),
    left: devices.left,
    turnedAway: (key: DeviceKey, why: NotAdmitted) =>
      devices.handleEvent({ kind: 'notAdmitted', conn, key, from, why }),
  };
}

test.describe('saving', () => {
  test('gathers what comes by itself, and writes it once, two seconds after the first', () => {
    const { clock, saved, came, left, told } = start();
    came(a);
    expect(told).toHaveLength(1);
    clock.pass(1_500);
    came(b);
    left(a);
    clock.pass(499);
    expect(saved).toEqual([]);
    clock.pass(1);
    expect(saved).toHaveLength(1);
    expect([...(saved[0]?.keys() ?? [])]).toEqual([a, b]);
    clock.pass(600_000);
    expect(saved).toHaveLength(1);
    left(b);
    clock.pass(2_000);
    expect(saved).toHaveLength(2);
  });

  test('is not put off by devices that come all the time', () => {
    const { clock, saved, came } = start();
    for (let i = 0; i < 100; i++) {
      came(a);
      clock.pass(100);
    }
    expect(saved).toHaveLength(5);
  });

  test('does at once what a person does, and with it what was gathered', () => {
    const { devices, clock, saved, came } = start();
    came(a);
    devices.rename(a, 'Tablet');
    devices.block(a);
    devices.unblock(a);
    came(b);
    devices.forget(b);
    expect(saved.map((known) => known.get(a)?.name)).toEqual(Array.from({ length: 4 }, () => 'Tablet'));
    expect(saved.map((known) => known.get(a)?.blocked)).toEqual([false, true, false, false]);
    expect(saved.at(-1)?.has(b)).toBe(false);
    // Nothing is left to be written later.
    clock.pass(60_000);
    devices.close();
    expect(saved).toHaveLength(4);
  });

  test('is made up for when the app ends', () => {
    const { devices, clock, saved, came } = start();
    came(a);
    devices.close();
    expect(saved).toHaveLength(1);
    clock.pass(60_000);
    expect(saved).toHaveLength(1);
  });

  test('that fails is told, and told no more once it works; nothing is lost meanwhile', () => {
    const { devices, clock, saved, came, told, disk } = start();
    disk.failure = 'the disk is full';
    came(a);
    clock.pass(2_000);
    expect(told.at(-1)).toBe('the disk is full');
    came(b);
    expect(told.at(-1)).toBe('the disk is full');
    disk.failure = undefined;
    clock.pass(2_000);
    expect(told.at(-1)).toBe(undefined);
    expect([...(saved[0]?.keys() ?? [])]).toEqual([a, b]);
    expect(devices.devices()).toBe(saved[0]);
  });

  test('of what changes nothing does not happen', () => {
    const { devices, saved } = start();
    devices.unblock(a);
    devices.close();
    expect(saved).toEqual([]);
    expect(devices.devices().size).toBe(0);
  });
});

test('what a person decides on a device that has fallen off every list is kept all the same', () => {
  const { devices, saved } = start();
  devices.block(a);
  devices.rename(b, 'Tablet');
  devices.approve(c);
  expect(devices.admit(a)).toBe('blocked');
  expect(saved.at(-1)?.get(b)).toMatchObject({ name: 'Tablet' });
  expect(saved.at(-1)?.get(c)).toMatchObject({ letIn: true });
});

test('of many that come at once is told now and then, and at the end of all', () => {
  const { devices, clock, came, told } = start();
  for (let fill = 1; fill <= 200; fill++) came(keyOf(fill));
  expect(told).toHaveLength(10);
  clock.pass(250);
  expect(told).toHaveLength(11);
  expect(devices.devices().size).toBe(200);
  clock.pass(10_000);
  // That it was saved.
  expect(told).toHaveLength(12);
});

test('a device is as it came last, and keeps its address when it leaves', () => {
  const { devices, clock, came, left } = start();
  came(a);
  const then = clock.now();
  expect(devices.devices().get(a)).toMatchObject({ lastSeen: then, lastFrom: from });
  clock.pass(5_000);
  left(a);
  expect(devices.devices().get(a)).toMatchObject({ lastSeen: then + 5_000, lastFrom: from });
});

test('a device that is forgotten while it is here does not come back by leaving', () => {
  const { devices, clock, saved, came, left } = start();
  came(a);
  devices.forget(a);
  left(a);
  clock.pass(2_000);
  expect([devices.devices().size, saved.at(-1)?.size]).toEqual([0, 0]);
});

test.describe('who is let in', () => {
  test('all but the blocked, unless only known ones are', () => {
    const { devices, rule } = start(new Map([known(a), known(b, { blocked: true })]));
    expect([a, b, c].map(devices.admit)).toEqual(['admitted', 'blocked', 'admitted']);
    rule.onlyKnown = true;
    expect([a, b, c].map(devices.admit)).toEqual(['admitted', 'blocked', 'unknown']);
  });

  test('a blocked device that was turned away leaves its time and address, and is not seen by that', () => {
    const { devices, clock, saved, turnedAway } = start(new Map([known(b, { blocked: true })]));
    turnedAway(b, 'blocked');
    expect(devices.devices().get(b)).toMatchObject({
      ...{ lastSeen: 1, lastFrom: '192.168.1.9', turnedAway: { at: clock.now(), from } },
    });
    expect(devices.waiting()).toEqual([]);
    clock.pass(2_000);
    expect(saved).toHaveLength(1);
    devices.unblock(b);
    expect(devices.admit(b)).toBe('admitted');
    expect(devices.devices().get(b)?.turnedAway).toBe(undefined);
  });
});

test.describe('those who wait', () => {
  test('stand once, with the last time and address, and nowhere in the book', () => {
    const { devices, clock, saved, turnedAway } = start(NO_KNOWN_DEVICES, true);
    turnedAway(a, 'unknown');
    turnedAway(b, 'unknown');
    clock.pass(30_000);
    turnedAway(a, 'unknown');
    expect(devices.waiting().map(({ key }) => key)).toEqual([a, b]);
    expect(devices.waiting()[0]).toEqual({ key: a, from, at: clock.now() });
    devices.close();
    expect([devices.devices().size, saved.length]).toEqual([0, 0]);
  });

  test('are twenty of one address at most: whoever makes up keys pushes nobody off', () => {
    const { devices, turnedAway } = start(NO_KNOWN_DEVICES, true);
    for (let fill = 1; fill <= 200; fill++) turnedAway(keyOf(fill), 'unknown');
    expect(devices.waiting().map(({ key }) => key)).toEqual(
      Array.from({ length: 20 }, (_, index) => keyOf(1 + index)),
    );
  });

  test('are known once they are let in, and get in then', () => {
    const { devices, clock, saved, came, turnedAway } = start(NO_KNOWN_DEVICES, true);
    turnedAway(a, 'unknown');
    const at = clock.now();
    clock.pass(30_000);
    devices.approve(a);
    expect(devices.waiting()).toEqual([]);
    expect(saved.at(-1)?.get(a)).toEqual({
      ...{ key: a, blocked: false, letIn: true, firstSeen: at, lastSeen: at, lastFrom: from },
    });
    expect(devices.admit(a)).toBe('admitted');
    came(a);
    expect(devices.devices().get(a)?.lastSeen).toBe(clock.now());
  });

  test('can be blocked from there, and dismissed without being known', () => {
    const { devices, saved, turnedAway, told } = start(NO_KNOWN_DEVICES, true);
    turnedAway(a, 'unknown');
    turnedAway(b, 'unknown');
    devices.block(a);
    devices.dismiss(b);
    expect(devices.waiting()).toEqual([]);
    expect([a, b].map(devices.admit)).toEqual(['blocked', 'unknown']);
    expect(saved).toHaveLength(1);
    expect(told.length).toBeGreaterThan(1);
  });

  test('wait no more when they get in because all may', () => {
    const { devices, rule, came, turnedAway } = start(NO_KNOWN_DEVICES, true);
    turnedAway(a, 'unknown');
    rule.onlyKnown = false;
    came(a);
    expect(devices.waiting()).toEqual([]);
  });
});
