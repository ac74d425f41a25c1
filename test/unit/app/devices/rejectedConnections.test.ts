import { expect, test } from '@playwright/test';
import { createRejectedConnections } from '../../../../main/app/devices/rejectedConnections';
import { createTestDevices } from '../../../../main/app/devices/testDevices';
import type { Clock } from '../../../../main/lib/clock';
import { generateIdentity } from '../../../../main/protocol/identity';
import type { ConnId } from '../../../../main/protocol/relay';
import type { ServerEvent } from '../../../../main/server/events';
import type { RejectedConnection } from '../../../../preload/doctor';

/** A clock that rings when it is told to. */
function story() {
  let now = 1_000;
  let due: (() => void)[] = [];
  let shown: readonly RejectedConnection[] = [];
  let times = 0;
  const clock: Clock = {
    now: () => now,
    after(_ms, work) {
      due.push(work);
      return () => {
        due = due.filter((other) => other !== work);
      };
    },
  };
  const attempts = createRejectedConnections(clock, (all) => {
    shown = all;
    times += 1;
  });
  return {
    hear(...events: ServerEvent[]) {
      for (const event of events) {
        now += 1;
        attempts.handleEvent(event);
      }
      for (const work of due.splice(0)) work();
      return shown;
    },
    shownTimes: () => times,
  };
}

const conn = 7 as ConnId;
const { publicKey: key } = generateIdentity();
const wrong = (from: string): ServerEvent => ({ kind: 'loginRefused', from, reason: 'wrong' });

test('are counted by address and reason, the latest first', () => {
  const { hear, shownTimes } = story();
  const from = '192.168.7.9';
  expect(
    hear(wrong(from), wrong(from), { kind: 'tlsFailed', from, code: 'E' }, wrong('192.168.7.8')),
  ).toEqual([
    { from: '192.168.7.8', why: 'wrongPassword', count: 1, last: 1_004, letInSince: false },
    { from, why: 'tlsRefused', count: 1, last: 1_003, letInSince: false },
    { from, why: 'wrongPassword', count: 2, last: 1_002, letInSince: false },
  ]);
  // However many there are, they are shown together.
  expect(shownTimes()).toBe(1);
});

test('know the address also where an event tells its connection alone', () => {
  const { hear } = story();
  const from = '192.168.7.9';
  const shown = hear(
    { kind: 'opened', conn, from },
    { kind: 'signatureRefused', conn, key },
    { kind: 'malformed', conn, reason: 'text message' },
    { kind: 'closed', conn, code: 4002 },
    { kind: 'malformed', conn, reason: 'text message' },
  );
  expect(shown.map(({ why, count }) => [why, count])).toEqual([
    ['malformed', 1],
    ['wrongKey', 1],
  ]);
});

test('tell when a device from there was let in since, until it is turned away again', () => {
  const { hear } = story();
  const from = '192.168.7.9';
  hear(wrong(from), wrong('192.168.7.8'));
  expect(hear({ kind: 'authenticated', conn, key, from }).map(({ letInSince }) => letInSince)).toEqual([
    false,
    true,
  ]);
  expect(hear(wrong(from))[0]).toMatchObject({ from, count: 2, letInSince: false });
});

test('are bounded, whoever comes from however many addresses', () => {
  const { hear } = story();
  const shown = hear(...Array.from({ length: 500 }, (_, i) => wrong(`2001:db8::${i.toString(16)}`)));
  expect(shown).toHaveLength(50);
  expect(shown[0]?.from).toBe('2001:db8::1f3');
});

test('visitors are told from others, and expected for as long as the visit lasts', () => {
  const testDevices = createTestDevices();
  const [one, other] = [generateIdentity().publicKey, generateIdentity().publicKey];
  const visited: ServerEvent = { kind: 'testDeviceOpened', conn, from: '127.0.0.1' };
  expect(testDevices.isFromTestDevice(wrong('127.0.0.1'))).toBe(false);
  const end = testDevices.expect([one, other]);
  expect(testDevices.isFromTestDevice(wrong('192.168.7.9'))).toBe(false);
  expect([1, 2].map(() => testDevices.isFromTestDevice(wrong('127.0.0.1')))).toEqual([true, false]);
  expect(testDevices.isFromTestDevice({ ...visited, from: '192.168.7.9' })).toBe(false);
  expect(testDevices.isFromTestDevice({ ...visited, kind: 'opened' })).toBe(false);
  expect([1, 2, 3].map(() => testDevices.isFromTestDevice(visited))).toEqual([true, true, false]);
  expect([1, 2].map(() => testDevices.isFromTestDevice({ kind: 'closed', conn, code: 1000 }))).toEqual([
    true,
    false,
  ]);
  testDevices.expect([one, other]);
  end();
  expect(testDevices.isFromTestDevice(visited)).toBe(false);
  expect(testDevices.isTestDeviceKey(one)).toBe(true);
});
