import { readFileSync } from 'node:fs';
import { Bystanders } from '../helpers/bystanders';
import { type Cli, expect, test } from '../helpers/commandLine';
import { Flood } from '../helpers/flood';
import { frame, makeKeys, OPCODE, RawDevice } from '../helpers/rawDevice';
import { message } from '../helpers/rawWire';
import { ACCOUNT } from '../helpers/relayFixture';
import { type Manners, StubbornDevice } from '../helpers/stubbornDevice';

// What a flood does to the memory of a relay that runs as a process of its own, where nothing else is in it.

const MIB = 1024 * 1024;

test.skip(process.platform !== 'linux', 'a process’s memory is read from /proc');

/** Bytes that the process has in memory, and the most it ever had. */
function memory({ child }: Cli): { now: number; peak: number } {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
  return { now: field('VmRSS'), peak: field('VmHWM') };
}

type Relay = Cli & { port: number };

const source = (relay: Relay) => ({
  async device(): Promise<RawDevice> {
    return (await RawDevice.open({ port: relay.port, ...ACCOUNT })).login();
  },
});

const open = async ({ port }: Relay, manners?: Manners) =>
  (await StubbornDevice.open(port, ACCOUNT, manners)).login();

/** Connects the two with each other. */
async function link(a: StubbornDevice, b: StubbornDevice): Promise<void> {
  a.send(message('c', b.keys.raw));
  b.send(message('c', a.keys.raw));
  for (const device of [a, b]) await device.heard.until(({ kind }) => kind === 'connected');
}

test('300 MB for a device that does not read stay with their sender, and all arrive when it reads on', async ({
  serve,
}) => {
  test.slow();
  const relay = await serve();
  const others = await Bystanders.at(source(relay));
  const flood = new Flood();
  const sender = await open(relay);
  const receiver = await open(relay, { onData: flood.take });
  await link(sender, receiver);
  await others.exchange(50, 10_000);
  const before = memory(relay);

  receiver.stopReading();
  flood.offer(sender, receiver, 300);
  await others.atRest(() => sender.backedUp);
  // What the two systems keep for their sockets is some megabytes; the rest has never left the sender.
  expect(sender.backedUp).toBeGreaterThan(250 * MIB);
  expect(memory(relay).peak - before.now).toBeLessThan(64 * MIB);

  receiver.readOn();
  await flood.arrived(300);
  expect(flood.received).toBe(flood.sent);
  expect(memory(relay).peak - before.now).toBeLessThan(160 * MIB);
  await others.exchange();
  for (const device of [sender, receiver]) await device.end();
});

test('a device that never reads does not fill the memory by errors', async ({ serve }) => {
  const relay = await serve();
  const others = await Bystanders.at(source(relay));
  const device = await open(relay);
  await others.exchange(50, 10_000);
  const before = memory(relay);
  device.stopReading();
  // Data for nobody: each is answered, by about as much as was said.
  const many = frame(
    OPCODE.binary,
    Buffer.concat(Array<Buffer>(20_000).fill(message('d', makeKeys().raw, ''))),
  );
  for (let sent = 0; sent < 64 * MIB; sent += many.length) device.socket.write(many);
  await others.atRest(() => device.backedUp);
  expect(device.backedUp).toBeGreaterThan(32 * MIB);
  expect(memory(relay).peak - before.now).toBeLessThan(96 * MIB);
  await device.end();
  await others.exchange();
});

test('a device that never reads does not fill the memory by pings', async ({ serve }) => {
  const relay = await serve();
  const others = await Bystanders.at(source(relay));
  const device = await open(relay);
  await others.exchange(50, 10_000);
  const before = memory(relay);
  device.stopReading();
  const ping = frame(OPCODE.ping, Buffer.alloc(125));
  const many = Buffer.concat(Array<Buffer>(2_000).fill(ping));
  for (let sent = 0; sent < 100 * MIB; sent += many.length) device.socket.write(many);
  // It may be held or be ended; what it may not do is grow.
  await others.atRest(() => device.backedUp);
  expect(memory(relay).peak - before.now).toBeLessThan(64 * MIB);
  await device.end();
  await others.exchange();
});

test('a peer that does not read is not filled up by one that connects and disconnects without end', async ({
  serve,
}) => {
  const relay = await serve();
  const others = await Bystanders.at(source(relay));
  const [restless, deaf] = [await open(relay), await open(relay)];
  await link(restless, deaf);
  await others.exchange(50, 10_000);
  const before = memory(relay);
  deaf.stopReading();
  // Each turn is told to both of them; the restless one reads what it is told.
  const turn = Buffer.concat([message('x', deaf.keys.raw), message('c', deaf.keys.raw)]);
  const many = frame(OPCODE.binary, Buffer.concat(Array<Buffer>(200).fill(turn)));
  // So much that its answers alone would fill several times what is allowed: what a heap grows by on the way varies.
  for (let sent = 0; sent < 40 * MIB; sent += many.length) restless.socket.write(many);
  await others.atRest(() => restless.backedUp);
  expect(memory(relay).peak - before.now).toBeLessThan(160 * MIB);
  for (const device of [restless, deaf]) await device.end();
  await others.exchange();
});
