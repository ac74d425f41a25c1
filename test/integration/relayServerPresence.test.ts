import { basic, frame, makeKeys, OPCODE, type RawDevice, upgradeRequest } from '../helpers/rawDevice';
import { ACCOUNT, expect, test } from '../helpers/relayFixture';

// PROTOCOL sections 5.2, 5.6 and 5.7 over real sockets: who is told of whom, also when sockets end badly.

const REPLACED = 4001;

const basicLine = `Authorization: ${basic(ACCOUNT.username, ACCOUNT.password)}`;

test.describe('presence', () => {
  test('fifty devices see each other come, and see one go', async ({ relay, nodes }) => {
    const devices: RawDevice[] = [];
    for (let i = 0; i < 50; i++) devices.push(await relay.device());
    const keys = devices.map(({ key }) => key);
    for (const [index, device] of devices.entries()) {
      const others: string[] = [];
      while (others.length < 49) {
        const heard = await device.next();
        if (heard.kind !== 'entered') throw new Error(`not presence: ${heard.kind}`);
        others.push(heard.key);
      }
      // Each once, and never itself.
      expect([...others].sort()).toEqual(keys.filter((key) => key !== device.key).sort());
      // News of two nodes may change places.
      if (nodes > 1) continue;
      // Those that were there, then those that came, in order.
      expect(new Set(others.slice(0, index))).toEqual(new Set(keys.slice(0, index)));
      expect(others.slice(index)).toEqual(keys.slice(index + 1));
    }
    const [gone, ...rest] = devices;
    await gone?.close();
    for (const device of rest) {
      expect(await device.next()).toEqual({ kind: 'exited', key: gone?.key });
      await device.quiet();
    }
  });

  test('many that log in at once all end up with the same picture', async ({ relay }) => {
    const devices = await Promise.all(Array.from({ length: 30 }, () => relay.device()));
    for (const device of devices) {
      const others = new Set<string>();
      while (others.size < devices.length - 1) {
        const heard = await device.next();
        if (heard.kind !== 'entered') throw new Error(`not presence: ${heard.kind}`);
        others.add(heard.key);
      }
      expect(others).toEqual(new Set(devices.map(({ key }) => key).filter((key) => key !== device.key)));
      await device.quiet();
    }
  });

  test('all spellings of the user name share one channel', async ({ relay }) => {
    const a = await relay.device({ username: 'HOUSEHOLD' });
    const b = await relay.device({ username: 'Household' });
    expect(await a.next()).toEqual({ kind: 'entered', key: b.key });
    expect(await b.next()).toEqual({ kind: 'entered', key: a.key });
  });
});

test.describe('test devices that ask for it', () => {
  const visit = { headers: ['Buckets-Relay-Visit: 1'] };

  test('are seen by no other device, and see each other alone', async ({ relay }) => {
    const [a, b] = [await relay.device(), await relay.device()];
    expect(await a.next()).toEqual({ kind: 'entered', key: b.key });
    expect(await b.next()).toEqual({ kind: 'entered', key: a.key });
    const [one, other] = [await relay.device(visit), await relay.device(visit)];
    expect(await one.next()).toEqual({ kind: 'entered', key: other.key });
    expect(await other.next()).toEqual({ kind: 'entered', key: one.key });
    one.connect(other);
    other.connect(one);
    for (const device of [one, other]) expect((await device.next()).kind).toBe('connected');
    one.data(other, 'hi');
    expect(await other.next()).toEqual({ kind: 'data', key: one.key, data: Buffer.from('hi') });
    expect(new Set(relay.server.traffic().map(({ key }) => key))).toEqual(new Set([a.key, b.key]));
    await one.close();
    expect((await other.next()).kind).toBe('disconnected');
    await other.close();
    await a.quiet();
    await b.quiet();
  });

  test('leave their coming and their end in the log, and nothing else', async ({ relay }) => {
    const device = await relay.device(visit);
    await device.close();
    await relay.events.until(({ kind }) => kind === 'closed');
    expect(relay.events.all.map(({ kind }) => kind)).toEqual(['testDeviceOpened', 'closed']);
  });

  test('do not take the place of the device whose key they have, and are linked with no other', async ({
    relay,
  }) => {
    const keys = makeKeys();
    const [a, b] = [await relay.device({ keys }), await relay.device()];
    expect((await a.next()).kind).toBe('entered');
    expect((await b.next()).kind).toBe('entered');
    const visitor = await relay.device({ keys, ...visit });
    for (const [from, to] of [
      [visitor, b],
      [b, visitor],
    ] as const)
      from.connect(to);
    await visitor.quiet();
    await b.quiet();
    a.connect(b);
    for (const device of [a, b]) expect((await device.next()).kind).toBe('connected');
    visitor.data(b, 'hi');
    expect(await visitor.next()).toMatchObject({ kind: 'error', message: 'No such connection' });
    a.data(b, 'hi');
    expect(await b.next()).toMatchObject({ kind: 'data', key: a.key });
  });

  test('that are blocked are no secret', async ({ startRelay }) => {
    const relay = await startRelay({ admit: () => 'blocked' });
    await expect(relay.device(visit)).rejects.toThrow();
    await relay.events.until(({ kind }) => kind === 'closed');
    expect(relay.events.all.map(({ kind }) => kind)).toEqual(['testDeviceOpened', 'notAdmitted', 'closed']);
  });

  test('are told that they are hidden; nobody else is', async ({ relay }) => {
    for (const [more, isTold] of [
      [visit.headers, true],
      [[], false],
    ] as const) {
      const socket = await relay.raw();
      socket.request(...upgradeRequest('/v1/relay', basicLine, ...more));
      const { headers } = await socket.answer('upgrade');
      expect(headers.has('buckets-relay-visit')).toBe(isTold);
    }
  });
});

test.describe('a device that goes away', () => {
  const WAYS: readonly [string, (device: RawDevice) => unknown, number][] = [
    ['in order', (device) => device.close(), 1000],
    ['without ceremony', (device) => device.raw.end(), 1006],
    ['by a TCP reset', (device) => device.raw.reset(), 1006],
    ['in the middle of a frame', (device) => cutInFrame(device), 1006],
  ];
  for (const [name, leave, code] of WAYS) {
    test(`${name} is told once: Disconnected to its peer, then Exited to all`, async ({ relay }) => {
      const peer = await relay.device();
      const other = await relay.device();
      const device = await relay.device();
      await peer.next();
      await peer.next();
      await other.next();
      await other.next();
      peer.connect(device);
      device.connect(peer);
      expect(await peer.next()).toEqual({ kind: 'connected', key: device.key });
      await leave(device);
      expect(await peer.next()).toEqual({ kind: 'disconnected', key: device.key });
      expect(await peer.next()).toEqual({ kind: 'exited', key: device.key });
      expect(await other.next()).toEqual({ kind: 'exited', key: device.key });
      const closed = await relay.events.until(({ kind }) => kind === 'closed');
      expect(closed).toMatchObject({ code });
      await peer.quiet();
      await other.quiet();
      expect(relay.events.all.filter(({ kind }) => kind === 'left')).toHaveLength(1);
      expect(relay.events.all.filter(({ kind }) => kind === 'unlinked')).toHaveLength(1);
    });
  }

  async function cutInFrame(device: RawDevice): Promise<void> {
    device.raw.write(frame(OPCODE.binary, Buffer.alloc(1_000)).subarray(0, 500));
    await device.raw.reset();
  }

  test('while megabytes are on their way to it harms nobody', async ({ relay }) => {
    const sender = await relay.device();
    const device = await relay.device();
    sender.connect(device);
    device.connect(sender);
    expect((await sender.next()).kind).toBe('entered');
    expect((await sender.next()).kind).toBe('connected');
    // It reads nothing, so that the relay's writes pile up; then it is gone.
    device.raw.socket.pause();
    for (let i = 0; i < 20; i++) sender.data(device, Buffer.alloc(500_000));
    await device.raw.reset();
    expect(await sender.next()).toEqual({ kind: 'disconnected', key: device.key });
    // The rest of them may come after it has left.
    for (;;) {
      const heard = await sender.next();
      if (heard.kind === 'exited') continue;
      if (heard.kind !== 'error' || heard.message !== 'No such connection') throw new Error(heard.kind);
      break;
    }
    const third = await relay.device();
    await third.next();
    await third.quiet();
  });
});

test.describe('the same key again', () => {
  test('replaces the old connection: peers are told in order, the old socket gets 4001', async ({
    relay,
  }) => {
    const peer = await relay.device();
    const keys = makeKeys();
    const old = await relay.device({ keys });
    expect(await peer.next()).toEqual({ kind: 'entered', key: keys.key });
    peer.connect(old);
    old.connect(peer);
    expect(await peer.next()).toEqual({ kind: 'connected', key: keys.key });

    const fresh = await relay.device({ keys });
    expect(await peer.next()).toEqual({ kind: 'disconnected', key: keys.key });
    expect(await peer.next()).toEqual({ kind: 'exited', key: keys.key });
    expect(await peer.next()).toEqual({ kind: 'entered', key: keys.key });
    expect(await fresh.next()).toEqual({ kind: 'entered', key: peer.key });
    expect((await old.closed).code).toBe(REPLACED);

    // The peer's request still stands: the new one's is enough.
    fresh.connect(peer);
    expect(await fresh.next()).toEqual({ kind: 'connected', key: peer.key });
    expect(await peer.next()).toEqual({ kind: 'connected', key: keys.key });
  });

  test('what the old socket still says, and its end, do not touch the new one', async ({ relay }) => {
    const peer = await relay.device();
    const keys = makeKeys();
    // It does not answer the close, so its socket stays for a while.
    const old = await relay.device({ keys, answersClose: false });
    await peer.next();
    const fresh = await relay.device({ keys });
    await fresh.next();
    expect([(await peer.next()).kind, (await peer.next()).kind]).toEqual(['exited', 'entered']);
    peer.connect(fresh);
    fresh.connect(peer);
    expect((await peer.next()).kind).toBe('connected');
    expect((await fresh.next()).kind).toBe('connected');

    old.data(peer, 'from the grave');
    old.disconnect(peer);
    old.send(Buffer.from('nonsense'));
    await old.raw.reset();
    await relay.events.until((event) => event.kind === 'closed');
    fresh.data(peer, 'alive');
    expect(await peer.next()).toEqual({ kind: 'data', key: keys.key, data: Buffer.from('alive') });
    peer.data(fresh, 'good');
    expect(await fresh.next()).toEqual({ kind: 'data', key: peer.key, data: Buffer.from('good') });
    await peer.quiet();
    expect(relay.events.all.filter(({ kind }) => kind === 'malformed')).toEqual([]);
    expect(relay.events.all.filter(({ kind }) => kind === 'left')).toMatchObject([{ replaced: true }]);
  });

  test('ten times in a row leaves the last one, and every other got 4001', async ({ relay, nodes }) => {
    const peer = await relay.device();
    const keys = makeKeys();
    const devices: RawDevice[] = [];
    for (let i = 0; i < 10; i++) devices.push(await relay.device({ keys }));
    const last = devices.pop();
    for (const device of devices) expect((await device.closed).code).toBe(REPLACED);
    await last?.next();
    await last?.quiet();
    const kinds: string[] = [];
    peer.connect({ keys });
    last?.connect(peer);
    for (let heard = await peer.next(); heard.kind !== 'connected'; heard = await peer.next())
      kinds.push(heard.kind);
    // By turns. What came and went at other nodes before anybody here heard of it is not told.
    const comings = nodes === 1 ? 10 : (kinds.length + 1) / 2;
    expect(kinds).toEqual([
      'entered',
      ...Array.from({ length: comings - 1 }, () => ['exited', 'entered']).flat(),
    ]);
    await peer.quiet();
  });

  test('a wrong signature under a device’s key does not replace it', async ({ relay }) => {
    const device = await relay.device();
    const thief = await relay.stranger({ keys: { ...makeKeys(), raw: device.keys.raw } });
    thief.send(thief.iam(await thief.challenge()));
    expect((await thief.next()).kind).toBe('error');
    await device.quiet();
  });
});

test('a connection that is cut during the handshake harms nobody', async ({ relay }) => {
  const there = await relay.device();
  const login = `Authorization: Basic ${Buffer.from('household:correct horse battery staple').toString('base64')}`;
  const request = `${upgradeRequest('/v1/relay', login).join('\r\n')}\r\n\r\n`;
  // At the connection, in the middle of the headers, just before the end, and right after it.
  for (const length of [0, 20, request.length - 2, request.length]) {
    const socket = await relay.raw();
    socket.write(request.slice(0, length));
    await socket.reset();
  }
  const after = await relay.device();
  expect((await there.next()).kind).toBe('entered');
  expect((await after.next()).kind).toBe('entered');
  await there.quiet();
});
