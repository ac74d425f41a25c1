import { Server } from 'node:net';
import { listen } from '../../main/server/network/listen';
import { createRelayServer } from '../../main/server/relayServer';
import { freePort, isFree } from '../helpers/ports';
import { RawDevice } from '../helpers/rawDevice';
import { RawSocket } from '../helpers/rawSocket';
import { ACCOUNT, expect, test } from '../helpers/relayFixture';

// Starting, and all the ways of stopping.

const GOING_AWAY = 1001;
const options = { credentials: ACCOUNT, port: 0, address: '127.0.0.1', onEvent: () => undefined };

test.describe('start', () => {
  test('says where it listens, on IPv6 as well', async ({ startRelay }) => {
    const four = await startRelay();
    expect(four.port).toBeGreaterThan(0);
    const six = await startRelay({ address: '::1' });
    const device = await six.device();
    await device.quiet();
    expect(six.events.all[0]).toMatchObject({ kind: 'opened', from: '::1' });
  });

  test('twice is once', async ({ relay }) => {
    const [first, second] = await Promise.all([relay.server.start(), relay.server.start()]);
    expect(first).toEqual({ ok: true, value: { address: '127.0.0.1', port: relay.port } });
    expect(second).toEqual(first);
  });

  test('a busy port is a value, and whoever has the port keeps it', async ({ relay, undo }) => {
    const second = createRelayServer({ ...options, port: relay.port });
    undo(() => second.stop());
    expect(await second.start()).toEqual({ ok: false, error: { kind: 'portInUse', port: relay.port } });
    await second.stop();
    await (await relay.device()).quiet();
  });

  test('an address that is not this computer’s is a value', async ({ undo }) => {
    // Of the block for documentation (RFC 5737): nobody has it.
    const server = createRelayServer({ ...options, address: '192.0.2.1' });
    undo(() => server.stop());
    expect(await server.start()).toEqual({
      ok: false,
      error: { kind: 'addressNotAvailable', address: '192.0.2.1' },
    });
  });

  // Which ports are forbidden, and what a system runs out of, is not ours to arrange: the system's answer is played.
  const REFUSALS: readonly [string, object][] = [
    ['EACCES', { kind: 'portForbidden', port: 80 }],
    ['EPERM', { kind: 'portForbidden', port: 80 }],
    ['EMFILE', { kind: 'cannotListen', code: 'EMFILE' }],
    ['EAFNOSUPPORT', { kind: 'cannotListen', code: 'EAFNOSUPPORT' }],
  ];
  for (const [code, problem] of REFUSALS) {
    test(`the system's ${code} is a value`, async () => {
      class Refusing extends Server {
        override listen(): this {
          process.nextTick(() => this.emit('error', Object.assign(new Error(code), { code })));
          return this;
        }
      }
      expect(await listen(new Refusing(), 80, undefined)).toEqual({ ok: false, error: problem });
    });
  }
});

test.describe('stop', () => {
  test('tells every client 1001, whatever it was doing, and frees the port', async ({ startRelay }) => {
    const port = await freePort();
    const relay = await startRelay({ port });
    const devices = [await relay.device(), await relay.device(), await relay.stranger()];
    await relay.server.stop();
    for (const device of devices) expect(await device.closed).toMatchObject({ code: GOING_AWAY });
    expect(await isFree(port)).toBe(true);
  });

  test('cuts a client that never answers, and one that is in the middle of something', async ({
    startRelay,
  }) => {
    const port = await freePort();
    const relay = await startRelay({ port });
    const hanging = await relay.device({ answersClose: false });
    const deaf = await relay.device();
    deaf.raw.socket.pause();
    const halfway = await relay.raw();
    halfway.write('GET /versions HTTP/1.1\r\nHost: ');
    const idle = await relay.raw();
    idle.request('GET /versions HTTP/1.1', 'Host: relay');
    await idle.answer();
    await relay.server.stop();
    expect(await hanging.closed).toMatchObject({ code: GOING_AWAY });
    await halfway.closed;
    await idle.closed;
    expect(await isFree(port)).toBe(true);
  });

  test('has told everything when it is done: each connection’s whole story', async ({ startRelay }) => {
    const relay = await startRelay();
    const a = await relay.device();
    const b = await relay.device({ answersClose: false });
    a.connect(b);
    b.connect(a);
    await relay.events.until(({ kind }) => kind === 'linked');
    await relay.stranger();
    await relay.server.stop();
    const story = (conn: number) =>
      relay.events.all.flatMap((event) => ('conn' in event && event.conn === conn ? [event.kind] : []));
    expect(story(1)).toEqual(['opened', 'authenticated', 'left', 'closed']);
    expect(story(2)).toEqual(['opened', 'authenticated', 'left', 'closed']);
    expect(story(3)).toEqual(['opened', 'closed']);
    expect(relay.events.all.filter(({ kind }) => kind === 'unlinked')).toHaveLength(1);
    const told = relay.events.all.length;
    // What the sockets still had to do is done in these turns; nothing of it is told any more.
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    expect(relay.events.all).toHaveLength(told);
  });

  test('gives what was sent before to its receiver', async ({ startRelay }) => {
    const relay = await startRelay();
    const a = await relay.device();
    const b = await relay.device();
    a.connect(b);
    b.connect(a);
    await relay.events.until(({ kind }) => kind === 'linked');
    const data = Buffer.alloc(900_000, 'x');
    a.data(b, data);
    // The relay works messages off in order: once it has answered this, the data has been passed on.
    a.connect(a);
    for (let heard = await a.next(); heard.kind !== 'error'; ) heard = await a.next();
    await relay.server.stop();
    for (;;) {
      const heard = await b.next();
      if (heard.kind !== 'data') continue;
      expect(heard.data.equals(data)).toBe(true);
      break;
    }
    expect(await b.closed).toMatchObject({ code: GOING_AWAY });
  });

  test('twice, and at once, is once', async ({ startRelay }) => {
    const relay = await startRelay();
    const device = await relay.device();
    await Promise.all([relay.server.stop(), relay.server.stop()]);
    await relay.server.stop();
    expect(await device.closed).toMatchObject({ code: GOING_AWAY });
    expect(relay.events.all.filter(({ kind }) => kind === 'closed')).toHaveLength(1);
  });

  test('before any start does nothing', async () => {
    const server = createRelayServer(options);
    await server.stop();
  });

  test('holds, whatever is asked in which order: nobody is listening after the last stop', async () => {
    const port = await freePort();
    const server = createRelayServer({ ...options, port });
    await server.stop();
    await server.start();
    await server.stop();
    expect(await isFree(port)).toBe(true);
  });

  test('right after the start is called leaves nobody listening', async () => {
    const port = await freePort();
    const server = createRelayServer({ ...options, port });
    const [started] = await Promise.all([server.start(), server.stop()]);
    expect(started.ok).toBe(true);
    expect(await isFree(port)).toBe(true);
  });

  test('after a start that failed does nothing', async ({ occupy }) => {
    const { port } = await occupy();
    const server = createRelayServer({ ...options, port });
    expect((await server.start()).ok).toBe(false);
    await server.stop();
    await server.stop();
  });

  test('while clients are coming lets none of them through', async ({ startRelay }) => {
    const relay = await startRelay();
    const coming = Array.from({ length: 20 }, () =>
      RawDevice.open({ port: relay.port, ...ACCOUNT }).then(
        (device) => device.closed,
        () => undefined,
      ),
    );
    await relay.server.stop();
    // Each of them was refused, or told that the relay stops, or cut; none hangs on.
    for (const closed of await Promise.all(coming)) expect([undefined, 1001, 1006]).toContain(closed?.code);
    await expect(RawSocket.open(relay.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('and start anew on the same port, ten times, with clients connected each time', async ({
    startRelay,
  }) => {
    const port = await freePort();
    for (let i = 0; i < 10; i++) {
      const relay = await startRelay({ port });
      const device = await relay.device();
      await relay.server.stop();
      expect(await device.closed).toMatchObject({ code: GOING_AWAY });
    }
  });
});
