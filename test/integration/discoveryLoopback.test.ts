import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { discover } from '../../main/client/discovery';
import { fingerprintOf } from '../../main/lib/fingerprint';
import { advertisingAdapters, type Interfaces } from '../../main/lib/networkAdapters';
import { makeRelayId, type RelayId } from '../../main/protocol/relayId';
import {
  type Advertisement,
  type Advertiser,
  type AdvertiserState,
  createAdvertiser,
} from '../../main/server/discovery/advertiser';
import { nameBytes, query, record, response, SERVICE, TYPE, words } from '../helpers/mdnsPackets.mjs';
import { Log } from '../helpers/queue';
import { test as base, expect } from '../helpers/relayFixture';

// The advertiser as the app uses it, on loopback alone: nothing of this leaves the computer.

interface Kit {
  startAdvertiser: (interfaces?: () => Interfaces) => Advertiser & { states: Log<AdvertiserState> };
}

const test = base.extend<Kit>({
  startAdvertiser: async ({ undo }, use) => {
    await use((interfaces = networkInterfaces) => {
      const advertiser = createAdvertiser({ interfaces });
      undo(advertiser.stop);
      const states = new Log<AdvertiserState>();
      advertiser.state.subscribe(states.add);
      return Object.assign(advertiser, { states });
    });
  },
});

/** Of a name that no other test has. */
function advertisement(more: Partial<Advertisement> = {}): Advertisement {
  const id = makeRelayId();
  return { name: `Test ${id.slice(0, 8)}`, id, address: '127.0.0.1', port: 4_321, ...more };
}

async function find(id: RelayId, timeoutMs = 5_000) {
  const adapters = advertisingAdapters(networkInterfaces(), '127.0.0.1');
  const found = await discover({ adapters, timeoutMs, id });
  return found.ok ? found.value : found.error;
}

const NOBODY_AFTER_MS = 700;

const isResponse = (packet: Buffer): boolean => (packet.readUInt16BE(2) & 0x8000) !== 0;

/** Somebody else on loopback, who hears everything; returns how he says something. */
async function stranger(
  undo: (work: () => unknown) => void,
  hear: (packet: Buffer) => void,
): Promise<(packet: Buffer) => void> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  undo(() => socket.close());
  socket.on('message', hear);
  await new Promise<void>((bound) => socket.bind(5353, '0.0.0.0', bound));
  socket.addMembership('224.0.0.251', '127.0.0.1');
  socket.setMulticastInterface('127.0.0.1');
  return (packet) => socket.send(packet, 5353, '224.0.0.251');
}

test('goes from off to advertised, and with a goodbye back', async ({ startAdvertiser, undo }) => {
  const advertiser = startAdvertiser();
  const wanted = advertisement();
  await advertiser.set(wanted);
  const adapters = [{ name: expect.any(String), interfaceAddress: '127.0.0.1', addresses: ['127.0.0.1'] }];
  expect(advertiser.states.all).toEqual([
    { kind: 'off' },
    { kind: 'announcing', name: wanted.name },
    { kind: 'advertised', name: wanted.name, adapters },
  ]);
  const urls = ['http://127.0.0.1:4321/v1/relay'];
  expect(await find(wanted.id)).toEqual([{ id: wanted.id, name: wanted.name, port: 4_321, urls }]);

  const heard = new Log<Buffer>();
  await stranger(undo, heard.add);
  await advertiser.set(undefined);
  expect(advertiser.state.get()).toEqual({ kind: 'off' });
  // To be remembered for zero seconds from now on.
  const goodbye = Buffer.concat([nameBytes(SERVICE), words(TYPE.PTR, 1, 0, 0)]);
  await heard.until((packet) => packet.includes(goodbye) && packet.includes(wanted.name));
  expect(await find(wanted.id, NOBODY_AFTER_MS)).toEqual([]);
});

test('what changes is what is found: name, port and certificate', async ({ startAdvertiser }) => {
  const advertiser = startAdvertiser();
  const first = advertisement();
  await advertiser.set(first);
  const changed = {
    ...first,
    name: `New ${first.name}`,
    port: 5_000,
    fingerprint: fingerprintOf(Buffer.of(1)),
  };
  await advertiser.set(changed);
  expect(await find(first.id)).toEqual([
    {
      id: first.id,
      name: changed.name,
      port: 5_000,
      fingerprint: changed.fingerprint,
      urls: ['https://127.0.0.1:5000/v1/relay'],
    },
  ]);
});

test('the same once more changes nothing; a change in the middle of another wins', async ({
  startAdvertiser,
}) => {
  const advertiser = startAdvertiser();
  const wanted = advertisement();
  await advertiser.set(wanted);
  const told = advertiser.states.all.length;
  await advertiser.set({ ...wanted });
  expect(advertiser.states.all).toHaveLength(told);

  const last = { ...wanted, port: 3 };
  await Promise.all([
    advertiser.set({ ...wanted, port: 1 }),
    advertiser.set(undefined),
    advertiser.set(last),
  ]);
  expect(advertiser.state.get()).toMatchObject({ kind: 'advertised' });
  expect(await find(wanted.id)).toMatchObject([{ port: 3 }]);
});

test('a refresh begins anew, and it is found as before', async ({ startAdvertiser }) => {
  const advertiser = startAdvertiser();
  advertiser.refresh();
  expect(advertiser.state.get()).toEqual({ kind: 'off' });
  const wanted = advertisement();
  await advertiser.set(wanted);
  advertiser.refresh();
  await advertiser.states.untilCount(2, ({ kind }) => kind === 'advertised');
  expect(await find(wanted.id)).toMatchObject([{ name: wanted.name }]);
});

test('of two with the same name, the second gets a number', async ({ startAdvertiser }) => {
  const [one, two] = [startAdvertiser(), startAdvertiser()];
  const first = advertisement();
  const second = advertisement({ name: first.name });
  await Promise.all([one.set(first), two.set(second)]);
  const names = [one, two].map(({ state }) => state.get()).map((state) => 'name' in state && state.name);
  expect(names.sort()).toEqual([first.name, `${first.name} (2)`]);
});

test('without an adapter it fails, until there is one', async ({ startAdvertiser }) => {
  let interfaces: Interfaces = {};
  const advertiser = startAdvertiser(() => interfaces);
  const wanted = advertisement();
  await advertiser.set(wanted);
  expect(advertiser.state.get()).toEqual({ kind: 'failed', problem: { kind: 'noNetwork' } });
  interfaces = networkInterfaces();
  // It looks by itself.
  await advertiser.states.until(({ kind }) => kind === 'advertised');
  expect(await find(wanted.id)).toHaveLength(1);
});

/** What the system would tell of an adapter with this address. */
function adapter(address: string): Interfaces[string] {
  const [loopback] = Object.values(networkInterfaces()).flatMap((infos) => infos ?? []);
  return loopback && [{ ...loopback, family: 'IPv4', netmask: '255.0.0.0', address, internal: false }];
}

test('an adapter that does not work does not keep the others from working', async ({ startAdvertiser }) => {
  // An address that this computer does not have.
  const gone = { eth0: adapter('203.0.113.7') };
  const broken = startAdvertiser(() => gone);
  await broken.set(advertisement({ address: '0.0.0.0' }));
  expect(broken.state.get()).toEqual({
    kind: 'failed',
    problem: { kind: 'noMulticast', code: expect.stringMatching(/^E[A-Z]+$/) },
  });
  const half = startAdvertiser(() => ({ ...gone, eth1: adapter('127.0.0.1') }));
  await half.set(advertisement({ address: '0.0.0.0' }));
  expect(half.state.get()).toMatchObject({ kind: 'advertised', adapters: [{ name: 'eth1' }] });
});

test('a system that does not tell its adapters has none', async ({ startAdvertiser }) => {
  const throwing = startAdvertiser(() => {
    throw new Error('the system does not tell');
  });
  await throwing.set(advertisement());
  expect(throwing.state.get()).toMatchObject({ kind: 'failed', problem: { kind: 'noNetwork' } });
});

test('stopped in the middle of it, it is off and stays so', async ({ startAdvertiser }) => {
  const advertiser = startAdvertiser();
  const wanted = advertisement();
  const set = advertiser.set(wanted);
  await advertiser.states.until(({ kind }) => kind === 'announcing');
  await Promise.all([advertiser.stop(), advertiser.stop(), set]);
  await advertiser.set(wanted);
  advertiser.refresh();
  expect(advertiser.state.get()).toEqual({ kind: 'off' });
  expect(await find(wanted.id, NOBODY_AFTER_MS)).toEqual([]);
});

test('somebody who claims every name leaves it without one', async ({ startAdvertiser, undo }) => {
  const advertiser = startAdvertiser();
  const wanted = advertisement();
  const claimed: string[] = [];
  const target = Buffer.concat([words(0, 0, 9), nameBytes('thief.local')]);
  const say = await stranger(undo, (packet) => {
    const [name] = new RegExp(`${wanted.name}[ ()0-9]*`).exec(packet.toString('latin1')) ?? [];
    if (isResponse(packet) || name === undefined) return;
    claimed.push(name);
    say(response([record(`${name}.${SERVICE}`, TYPE.SRV, target)]));
  });
  await advertiser.set(wanted);
  expect(advertiser.state.get()).toEqual({
    kind: 'failed',
    problem: { kind: 'noFreeName', name: wanted.name },
  });
  expect(new Set(claimed).size).toBe(10);
});

test('somebody who takes the name again and again is left alone for a while', async ({
  startAdvertiser,
  undo,
}) => {
  const advertiser = startAdvertiser();
  const wanted = advertisement();
  const target = Buffer.concat([words(0, 0, 9), nameBytes('thief.local')]);
  const theft = response([record(`${wanted.name}.${SERVICE}`, TYPE.SRV, target)]);
  const say = await stranger(undo, (packet) => {
    if (isResponse(packet) && packet.includes(wanted.name) && !packet.equals(theft)) say(theft);
  });
  void advertiser.set(wanted);
  expect(await advertiser.states.until(({ kind }) => kind === 'failed')).toEqual({
    kind: 'failed',
    problem: { kind: 'noFreeName', name: wanted.name },
  });
  const advertised = advertiser.states.all.filter(({ kind }) => kind === 'advertised');
  expect(advertised).toHaveLength(11);
});

test('a packet with many questions is answered once, and what the asker knows not at all', async ({
  startAdvertiser,
  undo,
}) => {
  const advertiser = startAdvertiser();
  const wanted = advertisement();
  await advertiser.set(wanted);
  const answers = new Log<Buffer>();
  const ask = await stranger(undo, (packet) => {
    if (isResponse(packet) && packet.includes(wanted.name)) answers.add(packet);
  });
  const fullName = `${wanted.name}.${SERVICE}`;
  const pointer = record(SERVICE, TYPE.PTR, nameBytes(fullName), 4_500);
  // The second announcement is still to come; it has all the records, and the answers below one or two.
  const count = (packet: Buffer) => packet.readUInt16BE(6);
  ask(query(fullName, Array(1_000).fill(TYPE.ANY)));
  ask(query(SERVICE, [TYPE.PTR], [pointer]));
  ask(query(fullName, [TYPE.TXT]));
  await answers.until((packet) => count(packet) === 1);
  expect(answers.all.map(count).filter((records) => records < 5)).toEqual([2, 1]);
});

test('where there is no adapter, looking for relays ends with a reason', async () => {
  expect(await discover({ adapters: [], timeoutMs: 1_000 })).toEqual({
    ok: false,
    error: { kind: 'noMulticast', code: 'noNetwork' },
  });
});
