import { expect, test } from '@playwright/test';
import { type Device, devicesAfter } from '../../../main/app/devices';
import { deviceKey } from '../../../main/protocol/deviceKey';
import type { ConnId } from '../../../main/protocol/relay';
import type { ServerEvent } from '../../../main/server/events';

const [a, b, c] = [1, 2, 3].map((fill) => deviceKey(Buffer.alloc(32, fill))) as [
  ReturnType<typeof deviceKey>,
  ReturnType<typeof deviceKey>,
  ReturnType<typeof deviceKey>,
];
const conn = 1 as ConnId;
const came = (key: typeof a): ServerEvent => ({ kind: 'authenticated', conn, key, from: '192.168.1.40' });

const after = (...events: ServerEvent[]): readonly Device[] =>
  events.reduce<readonly Device[]>((devices, event, i) => devicesAfter(devices, event, i), []);

test('devices stand in the order in which they came, each with its time and address', () => {
  expect(after(came(a), came(b))).toEqual([
    { key: a, from: '192.168.1.40', since: 0, linkedWith: [] },
    { key: b, from: '192.168.1.40', since: 1, linkedWith: [] },
  ]);
});

test('a link is shown on both sides, and goes on both', () => {
  const linked: ServerEvent = { kind: 'linked', keys: [a, b] };
  const links = (devices: readonly Device[]) => devices.map(({ linkedWith }) => linkedWith);
  expect(links(after(came(a), came(b), came(c), linked, { kind: 'linked', keys: [c, a] }))).toEqual([
    [b, c],
    [a],
    [a],
  ]);
  expect(
    links(
      after(
        came(a),
        came(b),
        came(c),
        linked,
        { kind: 'linked', keys: [c, a] },
        { kind: 'unlinked', keys: [b, a] },
      ),
    ),
  ).toEqual([[c], [], [a]]);
});

test('who leaves is gone, the others stay', () => {
  expect(
    after(came(a), came(b), { kind: 'left', conn, key: a, replaced: false }).map(({ key }) => key),
  ).toEqual([b]);
});

test('what is not about a device changes nothing', () => {
  const devices = after(came(a));
  expect(devicesAfter(devices, { kind: 'opened', conn, from: '192.168.1.41' }, 9)).toBe(devices);
  expect(devicesAfter(devices, { kind: 'loginRefused', from: '192.168.1.41', reason: 'wrong' }, 9)).toBe(
    devices,
  );
});
