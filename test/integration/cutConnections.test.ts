import { Bystanders, until } from '../helpers/bystanders';
import { isFree } from '../helpers/ports';
import { basic, frame, makeKeys, OPCODE, RawDevice, upgradeRequest } from '../helpers/rawDevice';
import { message } from '../helpers/rawWire';
import { ACCOUNT, expect, type TestRelay, test } from '../helpers/relayFixture';

// A peer that is cut off at each single byte of what it says. Afterwards everything is as if it had never been there.

/** Shows that nobody is left but the two bystanders, and that the relay told of each end that it told of a beginning. */
async function expectNothingLeft(relay: TestRelay, others: Bystanders): Promise<void> {
  await others.exchange();
  const probe = await relay.device();
  const there = new Set<string>();
  // It is told first of who is there; the ends of some may come a moment later.
  probe.connect(probe);
  for (let heard = await probe.next(); heard.kind !== 'error'; heard = await probe.next())
    if (heard.kind === 'entered') there.add(heard.key);
    else if (heard.kind === 'exited') there.delete(heard.key);
  const opened = relay.events.all.filter(({ kind }) => kind === 'opened').length;
  await relay.events.untilCount(opened - 3, ({ kind }) => kind === 'closed');
  const ended = relay.events.all.filter(({ kind }) => kind === 'closed').length;
  expect(ended).toBe(opened - 3);
  const living = relay.events.all.flatMap((event) => (event.kind === 'authenticated' ? [event.conn] : []));
  const left = new Set(relay.events.all.flatMap((event) => (event.kind === 'left' ? [event.conn] : [])));
  expect(living.filter((conn) => !left.has(conn))).toHaveLength(3);
  expect([...there].filter((key) => key === others.a.key || key === others.b.key)).toHaveLength(2);
}

for (const way of ['in order', 'by a reset'] as const) {
  const cut = async (device: { end(): Promise<boolean>; reset(): Promise<boolean> }) =>
    way === 'in order' ? device.end() : device.reset();

  test(`cut ${way} after each byte of the handshake`, async ({ relay }) => {
    test.slow();
    const others = await Bystanders.at(relay);
    const login = `Authorization: ${basic(ACCOUNT.username, ACCOUNT.password)}`;
    const request = Buffer.from(`${upgradeRequest('/v1/relay', login).join('\r\n')}\r\n\r\n`);
    for (let at = 0; at <= request.length; at++) {
      const socket = await relay.raw();
      // Cut once the system has the bytes; a reset takes back what was not read.
      await new Promise<void>((resolve) => socket.socket.write(request.subarray(0, at), () => resolve()));
      await cut(socket);
    }
    await expectNothingLeft(relay, others);
  });

  test(`cut ${way} after each byte of the login`, async ({ relay }) => {
    test.slow();
    const others = await Bystanders.at(relay);
    const keys = makeKeys();
    for (let at = 0; ; at++) {
      const device = await relay.stranger({ keys });
      const bytes = frame(OPCODE.binary, device.iam(await device.challenge()));
      await new Promise<void>((resolve) => device.raw.socket.write(bytes.subarray(0, at), () => resolve()));
      await cut(device.raw);
      if (at === bytes.length) break;
    }
    await expectNothingLeft(relay, others);
  });

  test(`cut ${way} after each byte of a message`, async ({ relay }) => {
    test.slow();
    const others = await Bystanders.at(relay);
    const keys = makeKeys();
    const receiver = await relay.device();
    const bytes = frame(OPCODE.binary, message('d', receiver.keys.raw, 'whole'));
    let whole = 0;
    for (let at = 0; at <= bytes.length; at++) {
      const device = await relay.device({ keys });
      device.connect(receiver);
      receiver.connect(device);
      await until(device, ({ kind }) => kind === 'connected');
      await new Promise<void>((resolve) => device.raw.socket.write(bytes.subarray(0, at), () => resolve()));
      await cut(device.raw);
      // The end is told in order, whatever came before it.
      await until(receiver, (heard) => {
        if (heard.kind === 'data') whole += 1;
        if (heard.kind === 'data') expect(heard.data.toString()).toBe('whole');
        return heard.kind === 'disconnected';
      });
      await until(receiver, ({ kind }) => kind === 'exited');
    }
    // A part of a message is never passed on; the whole one is, unless the cut took it back.
    expect(whole).toBeLessThanOrEqual(1);
    if (way === 'in order') expect(whole).toBe(1);
    await receiver.close();
    await expectNothingLeft(relay, others);
  });
}

test('a message that is cut and never ends holds nobody up', async ({ relay }) => {
  const others = await Bystanders.at(relay);
  const promise = Buffer.from('1000000:d32:');
  for (let i = 0; i < 50; i++) {
    const device = await relay.device();
    device.send(promise);
    if (i % 2 === 0) await device.raw.reset();
  }
  await others.exchange(10);
});

test.describe('a port that somebody else has', () => {
  test('is told, and a new relay has it once it is free', async ({ startRelay, occupy }) => {
    const { port, free } = await occupy();
    await expect(startRelay({ port })).rejects.toThrow('portInUse');
    await expect(startRelay({ port })).rejects.toThrow('portInUse');
    await free();
    const relay = await startRelay({ port });
    await (await Bystanders.at(relay)).exchange();
    await relay.server.stop();
    expect(await isFree(port)).toBe(true);
  });

  test('while connections of the one before still linger there', async ({ startRelay }) => {
    const first = await startRelay();
    const lingering = await Promise.all(
      Array.from({ length: 20 }, () => first.device({ answersClose: false })),
    );
    await first.server.stop();
    const second = await startRelay({ port: first.port });
    for (const device of lingering) expect((await device.closed).code).toBe(1001);
    await (await Bystanders.at(second)).exchange();
  });
});

test.describe('stopping under load', () => {
  test('ends, tells everybody, and cuts no message in two', async ({ startRelay }) => {
    const relay = await startRelay();
    const all = await Promise.all(Array.from({ length: 40 }, () => relay.device()));
    const ends = all.map(async (device, index) => {
      const peer = all[index ^ 1] as RawDevice;
      device.connect(peer);
      await until(device, ({ kind }) => kind === 'connected');
      const data = Buffer.alloc(20_000, index);
      let count = 0;
      device.data(peer, data);
      try {
        for (;;) {
          const heard = await until(device, ({ kind }) => kind === 'data');
          if (
            heard.kind !== 'data' ||
            heard.data.length !== 20_000 ||
            !heard.data.every((byte) => byte === (index ^ 1))
          )
            return 'crosstalk';
          count += 1;
          device.data(peer, data);
          if (count === 5 && index === 0) void relay.server.stop();
        }
      } catch {
        return (await device.closed).code;
      }
    });
    expect(new Set(await Promise.all(ends))).toEqual(new Set([1001]));
    await relay.server.stop();
    expect(await isFree(relay.port)).toBe(true);
    const count = (wanted: string) => relay.events.all.filter(({ kind }) => kind === wanted).length;
    expect([count('closed'), count('left')]).toEqual([count('opened'), count('authenticated')]);
  });

  test('while devices come and go leaves none that waits for ever', async ({ startRelay }) => {
    const relay = await startRelay();
    let stopped = false;
    const coming = Array.from({ length: 20 }, async () => {
      while (!stopped) {
        try {
          const device = await RawDevice.open({ port: relay.port, ...ACCOUNT });
          await device.login();
          await device.raw.reset();
        } catch {
          // Refused, cut or told to go: all are ends.
        }
      }
    });
    await relay.events.untilCount(100, ({ kind }) => kind === 'authenticated');
    await relay.server.stop();
    stopped = true;
    await Promise.all(coming);
    const count = (wanted: string) => relay.events.all.filter(({ kind }) => kind === wanted).length;
    expect([count('closed'), count('left')]).toEqual([count('opened'), count('authenticated')]);
  });

  test('leaves no socket open, whatever was going on', async ({ startRelay }) => {
    const held = () => process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP')).length;
    const before = held();
    const relay = await startRelay({ limits: { authenticateMs: 3_600_000, stuckMs: 3_600_000 } });
    const all = await Promise.all(Array.from({ length: 10 }, () => relay.device({ answersClose: false })));
    const strangers = await Promise.all(Array.from({ length: 10 }, () => relay.stranger()));
    const idle = await relay.raw();
    const deaf = await relay.device();
    all[0]?.connect(deaf);
    deaf.connect(all[0] as RawDevice);
    await until(deaf, ({ kind }) => kind === 'connected');
    deaf.raw.socket.pause();
    for (let i = 0; i < 20; i++) all[0]?.data(deaf, Buffer.alloc(900_000));
    await relay.server.stop();
    for (const device of [...all, ...strangers, deaf]) await device.raw.end();
    await idle.end();
    // The last of our own sockets’ handles go in the turn after they have closed.
    await new Promise(setImmediate);
    expect(held()).toBe(before);
  });
});
