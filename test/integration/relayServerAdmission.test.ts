import type { DeviceKey } from '../../main/protocol/deviceKey';
import type { NotAdmitted } from '../../main/protocol/relay';
import { Bystanders } from '../helpers/bystanders';
import { makeKeys, type RawDevice } from '../helpers/rawDevice';
import { expect, type TestRelay, test } from '../helpers/relayFixture';

// Who is not let in, and who has to go, on real sockets.

const NOT_ADMITTED = { code: 4005, reason: 'This device is not let in' };

const kindsOf = (relay: TestRelay, conn: number) =>
  relay.events.all.flatMap((event) => ('conn' in event && event.conn === conn ? [event.kind] : []));

async function link(relay: TestRelay, a: RawDevice, b: RawDevice): Promise<void> {
  a.connect(b);
  b.connect(a);
  await relay.events.until(
    (event) =>
      event.kind === 'linked' &&
      event.keys.includes(a.key as DeviceKey) &&
      event.keys.includes(b.key as DeviceKey),
  );
  for (const device of [a, b]) while ((await device.next()).kind !== 'connected');
}

for (const [why, message] of [
  ['blocked', 'This device is blocked'],
  ['unknown', 'This device has to be let in at the relay first'],
] as const) {
  test(`${why}: a readable error, then close code 4005, and nobody else hears of it`, async ({
    startRelay,
  }) => {
    const keys = makeKeys();
    const relay = await startRelay({ admit: (key) => (key === keys.key ? why : 'admitted') });
    const other = await relay.device();
    const device = await relay.stranger({ keys });
    device.send(device.iam(await device.challenge()));
    expect(await device.next()).toEqual({ kind: 'error', code: 'Generic', message });
    expect(await device.closed).toEqual(NOT_ADMITTED);
    await relay.events.until((event) => event.kind === 'closed' && event.conn === 2);
    expect(kindsOf(relay, 2)).toEqual(['opened', 'notAdmitted', 'closed']);
    expect(relay.events.all).toContainEqual({
      kind: 'notAdmitted',
      conn: 2,
      key: keys.key,
      from: '127.0.0.1',
      why,
    });
    expect(relay.server.traffic().map(({ key }) => key)).toEqual([other.key]);
    await other.quiet();
  });
}

test('what it had sent in the same breath does nothing, whatever it is', async ({ startRelay }) => {
  const relay = await startRelay({ admit: () => 'unknown' });
  const device = await relay.stranger();
  const iam = device.iam(await device.challenge());
  device.send(Buffer.concat([iam, iam, Buffer.from('no netstring')]));
  expect((await device.next()).kind).toBe('error');
  expect(await device.closed).toEqual(NOT_ADMITTED);
  await relay.events.until(({ kind }) => kind === 'closed');
  expect(relay.events.all.filter(({ kind }) => kind === 'notAdmitted')).toHaveLength(1);
});

test('a device that is expelled goes, its peers are told, and others are not disturbed', async ({
  startRelay,
}) => {
  const out = new Map<string, NotAdmitted>();
  const relay = await startRelay({ admit: (key) => out.get(key) ?? 'admitted' });
  const others = await Bystanders.at(relay);
  const a = await relay.device();
  const b = await relay.device();
  await link(relay, a, b);
  out.set(a.key, 'blocked');
  relay.server.expel(a.key as DeviceKey);
  expect(await b.next()).toEqual({ kind: 'disconnected', key: a.key });
  expect(await b.next()).toEqual({ kind: 'exited', key: a.key });
  expect(await a.closed).toEqual(NOT_ADMITTED);
  await others.exchange(10, 10_000);
  // It cannot come again until that is decided; then it can, and what the other asked for still stands.
  const blocked = await relay.stranger({ keys: a.keys });
  await expect(blocked.login()).rejects.toThrow('This device is blocked');
  out.clear();
  const again = await relay.device({ keys: a.keys });
  expect(await b.next()).toEqual({ kind: 'entered', key: a.key });
  again.connect(b);
  expect(await b.next()).toEqual({ kind: 'connected', key: a.key });
});

test('expelling one who is not here does nothing; a hanging one is out at once', async ({ relay }) => {
  const hanging = await relay.device({ answersClose: false });
  const other = await relay.device();
  while ((await hanging.next()).kind !== 'entered');
  expect(await other.next()).toMatchObject({ kind: 'entered' });
  relay.server.expel(makeKeys().key as DeviceKey);
  await other.quiet();
  relay.server.expel(hanging.key as DeviceKey);
  relay.server.expel(hanging.key as DeviceKey);
  expect(await other.next()).toEqual({ kind: 'exited', key: hanging.key });
  expect(relay.events.all.filter(({ kind }) => kind === 'left')).toHaveLength(1);
  // It goes on talking while its socket closes.
  hanging.data(other, 'hi');
  await other.quiet();
  expect(await hanging.closed).toEqual(NOT_ADMITTED);
});
