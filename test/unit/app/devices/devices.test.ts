import { expect, test } from '@playwright/test';
import { type Device, devicesAfter } from '../../../../main/app/devices/devices';
import { deviceKey } from '../../../../main/protocol/deviceKey';
import type { ConnId } from '../../../../main/protocol/relay';
import type { ServerEvent } from '../../../../main/server/events';

const [a, b, c] = [1, 2, 3].map((fill) => deviceKey(Buffer.alloc(32, fill))) as [
  ReturnType<typeof deviceKey>,
  ReturnType<typeof deviceKey>,
  ReturnType<typeof deviceKey>,
];
/** Each device on a connection of its own. */
const connOf = (key: typeof a) => ([a, b, c].indexOf(key) + 1) as ConnId;
const came = (key: typeof a): ServerEvent => ({
  kind: 'authenticated',
  conn: connOf(key),
  key,
  from: '192.168.1.40',
});
const left = (key: typeof a): ServerEvent => ({
  ...{ kind: 'left', conn: connOf(key), key, replaced: false, sent: 0, received: 0, messages: 0 },
});

const after = (...events: ServerEvent[]): readonly Device[] =>
  events.reduce<readonly Device[]>((devices, event, i) => devicesAfter(devices, event, i), []);

test('devices stand in the order in which they came, each with its time and address', () => {
  expect(after(came(a), came(b))).toMatchObject([
    { key: a, from: '192.168.1.40', since: 0, linkedWith: [], linkedSince: undefined },
    { key: b, from: '192.168.1.40', since: 1, linkedWith: [], linkedSince: undefined },
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
  expect(after(came(a), came(b), left(a)).map(({ key }) => key)).toEqual([b]);
});

test('what is not about a device changes nothing', () => {
  const devices = after(came(a));
  expect(devicesAfter(devices, { kind: 'opened', conn: 9 as ConnId, from: '192.168.1.41' }, 9)).toBe(devices);
  expect(devicesAfter(devices, { kind: 'loginRefused', from: '192.168.1.41', reason: 'wrong' }, 9)).toBe(
    devices,
  );
});

test('a link is as old as the first of those that hold now', () => {
  const since = (devices: readonly Device[]) => devices.map(({ linkedSince }) => linkedSince);
  const [ab, ac]: ServerEvent[] = [
    { kind: 'linked', keys: [a, b] },
    { kind: 'linked', keys: [a, c] },
  ];
  if (!ab || !ac) throw new Error('no events');
  const linked = after(came(a), came(b), came(c), ab, ac);
  expect(since(linked)).toEqual([3, 3, 4]);
  const apart = devicesAfter(linked, { kind: 'unlinked', keys: [b, a] }, 9);
  expect(since(apart)).toEqual([3, undefined, 4]);
});

test('a newer connection of the same device stands for itself', () => {
  const again = { ...came(a), conn: 7 as ConnId } as ServerEvent;
  const devices = after(came(a), left(a), again, left(a));
  expect(devices).toMatchObject([{ key: a, conn: 7 }]);
});
