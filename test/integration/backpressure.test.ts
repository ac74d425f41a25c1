import { Bystanders } from '../helpers/bystanders';
import { Flood } from '../helpers/flood';
import { frame, OPCODE } from '../helpers/rawDevice';
import { message } from '../helpers/rawWire';
import { ACCOUNT, expect, type TestRelay, test } from '../helpers/relayFixture';
import { type Manners, StubbornDevice } from '../helpers/stubbornDevice';

// Who sends more than the other one takes has to wait, loses nothing, and is in nobody's way.

const MIB = 1024 * 1024;
const TOO_SLOW = 4004;

/** More than two systems keep for a connection between them: what is beyond it has to wait at the sender. */
const MUCH = 64;

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

test('who sends to a device that does not read is not read from, and goes on when it reads', async ({
  relay,
  undo,
}) => {
  const others = await Bystanders.at(relay);
  const flood = new Flood();
  const sender = await open(relay, undo);
  const receiver = await open(relay, undo, { onData: flood.take });
  await link(sender, receiver);
  receiver.stopReading();
  flood.offer(sender, receiver, MUCH);
  await others.atRest(() => sender.backedUp);
  expect(sender.backedUp).toBeGreaterThan(16 * MIB);
  const waiting = sender.backedUp;
  await others.exchange(20, 10_000);
  expect(sender.backedUp).toBe(waiting);
  receiver.readOn();
  await flood.arrived(MUCH);
  expect(flood.received).toBe(flood.sent);
  // Nothing of it all was an accident.
  expect(relay.events.all.filter(({ kind }) => kind === 'givenUp' || kind === 'closed')).toEqual([]);
});

test('stopping and going on many times loses nothing and changes no order', async ({ relay, undo }) => {
  const others = await Bystanders.at(relay);
  const flood = new Flood(300_000);
  const sender = await open(relay, undo);
  const receiver = await open(relay, undo, { onData: flood.take });
  await link(sender, receiver);
  flood.offer(sender, receiver, 200);
  for (let count = 10; count <= 200; count += 10) {
    receiver.readOn();
    await flood.arrived(count);
    receiver.stopReading();
    await others.exchange(2);
  }
  expect(flood.received).toBe(flood.sent);
});

test('a sender is held for its slow receiver alone, not for the devices that send to others', async ({
  relay,
  undo,
}) => {
  const others = await Bystanders.at(relay);
  const [blocked, fine] = [new Flood(), new Flood()];
  const sender = await open(relay, undo);
  const second = await open(relay, undo);
  const slow = await open(relay, undo, { onData: blocked.take });
  const quick = await open(relay, undo, { onData: fine.take });
  await link(sender, slow);
  await link(second, quick);
  slow.stopReading();
  blocked.offer(sender, slow, MUCH);
  await others.atRest(() => sender.backedUp);
  fine.offer(second, quick, 20);
  await fine.arrived(20);
  // The held one still hears what others tell it.
  await link(quick, second);
  const third = await relay.device();
  await sender.heard.until((heard) => heard.kind === 'entered' && heard.key === third.key);
  slow.readOn();
  await blocked.arrived(MUCH);
  expect([blocked.received, fine.received]).toEqual([blocked.sent, fine.sent]);
});

test('one that sends to many, of which one does not read: all get everything once it reads', async ({
  relay,
  undo,
}) => {
  const others = await Bystanders.at(relay);
  const sender = await open(relay, undo);
  const floods = Array.from({ length: 4 }, () => new Flood(200_000));
  const receivers: StubbornDevice[] = [];
  for (const { take } of floods) {
    const receiver = await open(relay, undo, { onData: take });
    await link(sender, receiver);
    receivers.push(receiver);
  }
  receivers[0]?.stopReading();
  for (let i = 0; i < 100; i++)
    // Its numbers start anew with each offer, which is as good an order as any.
    for (const [index, flood] of floods.entries()) flood.offer(sender, receivers[index] ?? sender, 1);
  await others.atRest(() => sender.backedUp);
  expect(sender.backedUp).toBeGreaterThan(0);
  receivers[0]?.readOn();
  for (const flood of floods) {
    await flood.arrived(100);
    expect(flood.received).toBe(flood.sent);
  }
});

test('a stuck receiver is closed with 4004, and its sender goes on with the others', async ({
  startRelay,
  undo,
}) => {
  const relay = await startRelay({ limits: { stuckMs: 300 } });
  const others = await Bystanders.at(relay);
  const [lost, fine] = [new Flood(), new Flood()];
  const sender = await open(relay, undo);
  const stuck = await open(relay, undo, { onData: lost.take });
  const good = await open(relay, undo, { onData: fine.take });
  await link(sender, stuck);
  await link(sender, good);
  stuck.stopReading();
  lost.offer(sender, stuck, MUCH);
  fine.offer(sender, good, 5);
  const givenUp = await relay.events.until(({ kind }) => kind === 'givenUp');
  expect(givenUp).toMatchObject({ why: 'too slow' });
  await sender.heard.until((heard) => heard.kind === 'disconnected' && heard.key === stuck.key);
  await sender.heard.until((heard) => heard.kind === 'exited' && heard.key === stuck.key);
  // What was left for the stuck one is answered for, and what came behind it arrives.
  await fine.arrived(5);
  expect(fine.received).toBe(fine.sent);
  expect(sender.heard.all.some(({ kind }) => kind === 'error')).toBe(true);
  await others.exchange();
  expect(relay.events.all.filter(({ kind }) => kind === 'left')).toHaveLength(1);
});

test('one that reads just as it is given up gets what waited for it, and then 4004', async ({
  startRelay,
  undo,
}) => {
  const relay = await startRelay({ limits: { stuckMs: 300 } });
  const flood = new Flood();
  const sender = await open(relay, undo);
  const stuck = await open(relay, undo, { onData: flood.take });
  await link(sender, stuck);
  stuck.stopReading();
  flood.offer(sender, stuck, MUCH);
  await relay.events.until(({ kind }) => kind === 'givenUp');
  stuck.readOn();
  expect(await stuck.closed).toMatchObject({ code: TOO_SLOW });
  expect(flood.count).toBeGreaterThan(0);
  expect(flood.count).toBeLessThan(MUCH);
});

test('a device that drowns itself in errors is held as well, and given up', async ({ startRelay, undo }) => {
  const relay = await startRelay({ limits: { stuckMs: 2_000 } });
  const others = await Bystanders.at(relay);
  const device = await open(relay, undo);
  device.stopReading();
  const many = Buffer.concat(Array<Buffer>(20_000).fill(message('d', others.a.keys.raw, '')));
  for (let sent = 0; sent < MUCH * MIB; sent += many.length) device.send(many);
  await relay.events.until(({ kind }) => kind === 'givenUp');
  expect(device.backedUp).toBeGreaterThan(16 * MIB);
  await others.exchange();
});

test('what comes and goes is no reason to hold anybody, but the one that does not take it is given up', async ({
  startRelay,
  undo,
}) => {
  const relay = await startRelay({ limits: { stuckMs: 300 } });
  const flood = new Flood();
  const deaf = await open(relay, undo);
  const sender = await open(relay, undo);
  await link(sender, deaf);
  deaf.stopReading();
  flood.offer(sender, deaf, MUCH);
  // These are told to the deaf one too, on top of what already waits for it.
  for (let i = 0; i < 20; i++) await relay.device();
  await relay.events.until(({ kind }) => kind === 'givenUp');
});

test('a held sender that goes has its data delivered, and is then gone, once', async ({ relay, undo }) => {
  const others = await Bystanders.at(relay);
  const flood = new Flood();
  const sender = await open(relay, undo);
  const receiver = await open(relay, undo, { onData: flood.take });
  await link(sender, receiver);
  receiver.stopReading();
  flood.offer(sender, receiver, MUCH);
  sender.socket.write(frame(OPCODE.close, Buffer.from([0x03, 0xe8])));
  await others.atRest(() => sender.backedUp);
  expect(relay.events.all.some(({ kind }) => kind === 'left')).toBe(false);
  receiver.readOn();
  await flood.arrived(MUCH);
  expect(flood.received).toBe(flood.sent);
  await receiver.heard.until((heard) => heard.kind === 'exited' && heard.key === sender.key);
  expect(await sender.closed).toMatchObject({ code: 1000 });
  expect(relay.events.all.filter(({ kind }) => kind === 'left')).toHaveLength(1);
});

test('a held sender that is cut off is no burden: its receiver gets what the relay had', async ({
  relay,
  undo,
}) => {
  const others = await Bystanders.at(relay);
  const flood = new Flood();
  const sender = await open(relay, undo);
  const receiver = await open(relay, undo, { onData: flood.take });
  await link(sender, receiver);
  receiver.stopReading();
  flood.offer(sender, receiver, MUCH);
  await others.atRest(() => sender.backedUp);
  sender.socket.resetAndDestroy();
  await others.exchange(20);
  receiver.readOn();
  await receiver.heard.until((heard) => heard.kind === 'exited' && heard.key === sender.key);
  expect(flood.count).toBeGreaterThan(0);
  expect(flood.count).toBeLessThan(MUCH);
  const next = await open(relay, undo);
  await link(next, receiver);
});

test('two that flood each other and read slowly both get everything', async ({ relay, undo }) => {
  const others = await Bystanders.at(relay);
  const [toA, toB] = [new Flood(500_000), new Flood(500_000)];
  const a = await open(relay, undo, { onData: toA.take });
  const b = await open(relay, undo, { onData: toB.take });
  await link(a, b);
  for (const device of [a, b]) device.stopReading();
  toB.offer(a, b, 60);
  toA.offer(b, a, 60);
  await others.atRest(() => a.backedUp + b.backedUp);
  for (let count = 5; count <= 60; count += 5) {
    a.readOn();
    await toA.arrived(count);
    a.stopReading();
    b.readOn();
    await toB.arrived(count);
    b.stopReading();
  }
  expect([toA.received, toB.received]).toEqual([toA.sent, toB.sent]);
});

test('stopping the relay while senders are held ends, and tells the receivers', async ({ relay, undo }) => {
  const others = await Bystanders.at(relay);
  const flood = new Flood();
  const sender = await open(relay, undo);
  const receiver = await open(relay, undo, { onData: flood.take });
  await link(sender, receiver);
  receiver.stopReading();
  flood.offer(sender, receiver, MUCH);
  await others.atRest(() => sender.backedUp);
  const stopped = relay.server.stop();
  receiver.readOn();
  await stopped;
  expect(await receiver.closed).toMatchObject({ code: 1001 });
  expect(await sender.closed).toMatchObject({ code: 1001 });
  expect(flood.count).toBeGreaterThan(0);
});
