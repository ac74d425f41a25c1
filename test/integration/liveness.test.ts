import { DEFAULT_LIMITS } from '../../main/server/limits/limits';
import { until } from '../helpers/bystanders';
import { Flood } from '../helpers/flood';
import { frame, OPCODE, type RawDevice } from '../helpers/rawDevice';
import { message } from '../helpers/rawWire';
import { ACCOUNT, expect, type TestRelay, test } from '../helpers/relayFixture';
import { type Manners, StubbornDevice } from '../helpers/stubbornDevice';

// Who is dead is noticed, and who only has nothing to say is not taken for dead. Time is counted in the relay's own
// pings, which a device that behaves gets once in each interval.

// Not so short that a busy computer gets no word in between two of them: devices and relay share one process here.
const PING = { pingMs: 200 };
const SLOWER_PING = { pingMs: 500 };

async function open(relay: TestRelay, undo: (work: () => unknown) => void, manners?: Manners) {
  const device = await StubbornDevice.open(relay.port, ACCOUNT, manners);
  undo(() => device.end());
  return device.login();
}

async function link(a: StubbornDevice, b: StubbornDevice): Promise<void> {
  a.send(message('c', b.keys.raw));
  b.send(message('c', a.keys.raw));
  await a.heard.until((heard) => heard.kind === 'connected' && heard.key === b.key);
  await b.heard.until((heard) => heard.kind === 'connected' && heard.key === a.key);
}

/** Says something with a known answer, which the relay has read when that answer comes. */
async function heardOf(device: StubbornDevice): Promise<void> {
  const before = device.heard.all.filter(({ kind }) => kind === 'error').length;
  device.send(message('c', device.keys.raw));
  await device.heard.untilCount(before + 1, ({ kind }) => kind === 'error');
}

const pings = (device: StubbornDevice, from = 0) =>
  device.frames.all.slice(from).filter((opcode) => opcode === OPCODE.ping).length;

/** Resolves when `clock` has got so many more pings: as many intervals have passed. */
const intervals = (clock: StubbornDevice, count: number) =>
  clock.frames.untilCount(pings(clock) + count, (opcode) => opcode === OPCODE.ping);

const givenUp = (relay: TestRelay) =>
  relay.events.all.flatMap((event) => (event.kind === 'givenUp' ? [event.why] : []));

test('one that stops answering gets one ping more, and is ended; its peers are told once', async ({
  startRelay,
  undo,
}) => {
  const relay = await startRelay({ limits: PING });
  const peer = await relay.device();
  const dead = await open(relay, undo);
  peer.connect(dead);
  dead.send(message('c', peer.keys.raw));
  await until(peer, ({ kind }) => kind === 'connected');
  await intervals(dead, 2);
  dead.answersPings = false;
  await heardOf(dead);
  const from = dead.frames.all.length;
  expect(await dead.closed).toMatchObject({ code: 1006 });
  expect(pings(dead, from)).toBe(1);
  expect(await peer.next()).toEqual({ kind: 'disconnected', key: dead.key });
  expect(await peer.next()).toEqual({ kind: 'exited', key: dead.key });
  await peer.quiet();
  expect(givenUp(relay)).toEqual(['silent']);
  expect(relay.events.all.filter(({ kind }) => kind === 'left')).toHaveLength(1);
});

test('one that never answered any is ended too, also when it proved no key', async ({ startRelay, undo }) => {
  const relay = await startRelay({ limits: PING });
  const stranger = await StubbornDevice.open(relay.port, ACCOUNT, { answersPings: false });
  undo(() => stranger.end());
  await stranger.closed;
  expect(pings(stranger)).toBe(1);
  expect(givenUp(relay)).toEqual(['silent']);
});

test('a half-open connection, of which nothing is heard and to which nothing gets through', async ({
  startRelay,
  undo,
}) => {
  const relay = await startRelay({ limits: PING });
  const peer = await relay.device();
  const lost = await open(relay, undo);
  await until(peer, ({ kind }) => kind === 'entered');
  lost.stopReading();
  expect(await peer.next()).toEqual({ kind: 'exited', key: lost.key });
  await peer.quiet();
  expect(givenUp(relay)).toEqual(['silent']);
  await relay.events.until(({ kind }) => kind === 'closed');
});

test('one that only answers pings stays', async ({ startRelay, undo }) => {
  const relay = await startRelay({ limits: PING });
  const quiet = await open(relay, undo);
  await intervals(quiet, 6);
  await heardOf(quiet);
  expect(givenUp(relay)).toEqual([]);
});

test('one that answers no ping, but says something else in each interval, stays', async ({
  startRelay,
  undo,
}) => {
  const relay = await startRelay({ limits: PING });
  const talker = await open(relay, undo, { answersPings: false });
  for (let i = 0; i < 6; i++) {
    await intervals(talker, 1);
    talker.socket.write(frame(OPCODE.ping, Buffer.alloc(0)));
  }
  await heardOf(talker);
  expect(givenUp(relay)).toEqual([]);
});

test('one that is only sent to stays, and so does the one that only sends', async ({ startRelay, undo }) => {
  const relay = await startRelay({ limits: PING });
  const flood = new Flood(1_000);
  const sender = await open(relay, undo);
  const receiver = await open(relay, undo, { onData: flood.take });
  await link(sender, receiver);
  for (let i = 0; i < 6; i++) {
    flood.offer(sender, receiver, 10);
    await intervals(receiver, 1);
  }
  await flood.arrived(60);
  expect(givenUp(relay)).toEqual([]);
});

test('data sent to a dead one is no sign of its life', async ({ startRelay, undo }) => {
  const relay = await startRelay({ limits: PING });
  const flood = new Flood(1_000);
  const sender = await open(relay, undo);
  const dead = await open(relay, undo, { answersPings: false, onData: flood.take });
  await link(sender, dead);
  // So little that its system takes it, whether or not the device is alive.
  const talking = setInterval(() => flood.offer(sender, dead, 1), 20);
  undo(() => clearInterval(talking));
  await sender.heard.until((heard) => heard.kind === 'exited' && heard.key === dead.key);
  expect(givenUp(relay)).toEqual(['silent']);
});

test('a held sender is not taken for dead, however long it is held', async ({ startRelay, undo }) => {
  const relay = await startRelay({ limits: SLOWER_PING });
  const clock = await open(relay, undo);
  const flood = new Flood();
  const sender = await open(relay, undo);
  const receiver = await open(relay, undo, { onData: flood.take });
  await link(sender, receiver);
  receiver.stopReading();
  // The receiver gives signs of life all the same, so that it is not it that is ended.
  const alive = setInterval(() => receiver.socket.write(frame(OPCODE.pong, Buffer.alloc(0))), 20);
  undo(() => clearInterval(alive));
  flood.offer(sender, receiver, 64);
  await intervals(clock, 6);
  expect(givenUp(relay)).toEqual([]);
  receiver.readOn();
  await flood.arrived(64);
  expect(flood.received).toBe(flood.sent);
  await intervals(clock, 3);
  expect(givenUp(relay)).toEqual([]);
});

test('a sender that was held is not taken for dead right after, when it has nothing more to say', async ({
  startRelay,
  undo,
}) => {
  const relay = await startRelay({ limits: SLOWER_PING });
  const clock = await open(relay, undo);
  const flood = new Flood();
  const sender = await open(relay, undo);
  const receiver = await open(relay, undo, { onData: flood.take });
  await link(sender, receiver);
  receiver.stopReading();
  const alive = setInterval(() => receiver.socket.write(frame(OPCODE.pong, Buffer.alloc(0))), 20);
  undo(() => clearInterval(alive));
  // One message in each interval, until more waits for the receiver than there may, and its sender is held. That message
  // was the last one, and it has been read whole, so that nothing of the sender is left to be read when it is let go.
  const waiting = () => relay.server.traffic().find(({ key }) => key === receiver.key)?.waiting ?? 0;
  let offered = 0;
  while (waiting() <= DEFAULT_LIMITS.queueBytes) {
    flood.offer(sender, receiver, 1);
    offered += 1;
    await intervals(clock, 2);
  }
  expect(sender.backedUp).toBe(0);
  expect(givenUp(relay)).toEqual([]);
  receiver.readOn();
  await flood.arrived(offered);
  await intervals(clock, 3);
  expect(givenUp(relay)).toEqual([]);
  await heardOf(sender);
});

test('a slow receiver that takes something in each interval is not taken for dead', async ({
  startRelay,
  undo,
}) => {
  const relay = await startRelay({ limits: SLOWER_PING });
  const clock = await open(relay, undo);
  const flood = new Flood();
  const sender = await open(relay, undo);
  const slow = await open(relay, undo, { onData: flood.take, answersPings: false });
  await link(sender, slow);
  slow.stopReading();
  flood.offer(sender, slow, 64);
  // In each interval it reads four megabytes, which is more than its system and the relay's keep for it: the relay can
  // tell. Its pings lie behind all the rest.
  for (let count = 4; count <= 32; count += 4) {
    slow.readOn();
    await flood.arrived(count);
    slow.stopReading();
    await intervals(clock, 1);
    expect(givenUp(relay), `after ${count} megabytes`).toEqual([]);
  }
});

test('many are watched at once: the dead ones go, and only they', async ({ startRelay, undo }) => {
  const relay = await startRelay({ limits: PING });
  const living: RawDevice[] = [];
  for (let i = 0; i < 20; i++) living.push(await relay.device());
  const dead: StubbornDevice[] = [];
  for (let i = 0; i < 20; i++) dead.push(await open(relay, undo, { answersPings: false }));
  for (const device of dead) await device.closed;
  const keys = new Set(dead.map(({ key }) => key));
  for (const device of living) {
    const exited = new Set<string>();
    while (exited.size < dead.length) {
      const heard = await until(device, ({ kind }) => kind === 'exited');
      if (heard.kind === 'exited') exited.add(heard.key);
    }
    expect(exited).toEqual(keys);
    await device.quiet();
  }
  expect(givenUp(relay)).toEqual(Array(20).fill('silent'));
});
