import { randomBytes } from 'node:crypto';
import { makeKeys } from '../helpers/rawDevice';
import { message } from '../helpers/rawWire';
import { expect, test } from '../helpers/relayFixture';

// PROTOCOL sections 3 to 5 over the wire: logging in, connecting, sending, byte by byte.

const LATIN1 = 'latin1';
const error = (text: string) => ({ kind: 'error', code: 'Generic', message: text });

test.describe('the bytes of', () => {
  test('Who, Authenticated, Entered, Connected, Data, Disconnected and Exited', async ({ relay }) => {
    const a = await relay.stranger();
    const who = await a.nextBytes();
    expect(who.length).toBe(41);
    expect(who.toString(LATIN1, 0, 7)).toBe('37:?32:');
    expect(who.toString(LATIN1, 39)).toBe(',,');
    a.send(a.iam(who.subarray(7, 39)));
    expect((await a.nextBytes()).toString(LATIN1)).toBe('1:+,');

    const b = await relay.device();
    const keyed = (kind: string) =>
      Buffer.concat([Buffer.from(`37:${kind}32:`), b.keys.raw, Buffer.from(',,')]);
    expect(await a.nextBytes()).toEqual(keyed('>'));
    a.connect(b);
    b.connect(a);
    expect(await a.nextBytes()).toEqual(keyed('c'));
    b.data(a, 'hi');
    const data = Buffer.concat([Buffer.from('42:d32:'), b.keys.raw, Buffer.from(',2:hi,,')]);
    expect(await a.nextBytes()).toEqual(data);
    b.data(a, '');
    const nothing = Buffer.concat([Buffer.from('40:d32:'), b.keys.raw, Buffer.from(',0:,,')]);
    expect(await a.nextBytes()).toEqual(nothing);
    await b.close();
    expect(await a.nextBytes()).toEqual(keyed('x'));
    expect(await a.nextBytes()).toEqual(keyed('^'));
  });

  test('ErrorEvent', async ({ relay }) => {
    const device = await relay.device();
    const inBytes = async () => (await device.nextBytes()).toString(LATIN1);
    await inBytes();
    await inBytes();
    device.connect(device);
    expect(await inBytes()).toBe("36:E7:Generic,21:Can't connect to self,,");
    device.data(device, 'hi');
    expect(await inBytes()).toBe('33:E7:Generic,18:No such connection,,');
  });
});

test.describe('logging in', () => {
  test('every connection gets a challenge of its own', async ({ relay }) => {
    const challenges = new Set<string>();
    for (let i = 0; i < 50; i++) {
      const stranger = await relay.stranger();
      challenges.add((await stranger.challenge()).toString('hex'));
    }
    expect(challenges.size).toBe(50);
  });

  test('a signature over something else is refused, and there is no second try', async ({ relay }) => {
    const device = await relay.stranger();
    const challenge = await device.challenge();
    device.send(device.iam(randomBytes(32)));
    expect(await device.next()).toEqual(error('Invalid signature'));
    // The right one now, and it comes too late.
    device.send(device.iam(challenge));
    expect(await device.next()).toMatchObject({ kind: 'error', code: 'Generic' });
    device.connect(device);
    expect(await device.next()).toEqual(error('Connection forbidden'));
    expect(relay.events.all.map(({ kind }) => kind)).toEqual(['opened', 'signatureRefused']);
  });

  test('another device’s signature is refused', async ({ relay }) => {
    const device = await relay.stranger();
    const other = await relay.stranger();
    await other.challenge();
    // Signed by its own key, and said to be the other's.
    const own = device.iam(await device.challenge());
    const signature = own.subarray(own.indexOf(':64:'.slice(1)) + 3).subarray(0, 64);
    device.send(message('i', signature, other.keys.raw));
    expect(await device.next()).toEqual(error('Invalid signature'));
  });

  test('the answer to one connection’s challenge is worth nothing on another', async ({ relay }) => {
    const keys = makeKeys();
    const first = await relay.stranger({ keys });
    const second = await relay.stranger({ keys });
    await second.challenge();
    second.send(second.iam(await first.challenge()));
    expect(await second.next()).toEqual(error('Invalid signature'));
  });

  test('a challenge is good once: an accepted device cannot log in again', async ({ relay }) => {
    const device = await relay.stranger();
    const challenge = await device.challenge();
    device.send(device.iam(challenge));
    expect(await device.next()).toEqual({ kind: 'authenticated' });
    device.send(device.iam(challenge));
    expect(await device.next()).toMatchObject({ kind: 'error', code: 'Generic' });
    // It is still the device that it was.
    await device.quiet();
  });

  test('nothing works before it, and nobody sees the connection', async ({ relay }) => {
    const there = await relay.device();
    const stranger = await relay.stranger();
    await stranger.challenge();
    stranger.connect(there);
    expect(await stranger.next()).toEqual(error('Connection forbidden'));
    stranger.data(there, 'hi');
    expect(await stranger.next()).toEqual(error('Sending forbidden'));
    stranger.disconnect(there);
    await stranger.close();
    await relay.events.until(({ kind }) => kind === 'closed');
    await there.quiet();
  });
});

test.describe('two devices', () => {
  test('are connected once both have asked, whoever asked first, and once only', async ({ relay }) => {
    const a = await relay.device();
    const b = await relay.device();
    expect(await a.next()).toEqual({ kind: 'entered', key: b.key });
    expect(await b.next()).toEqual({ kind: 'entered', key: a.key });
    a.connect(b);
    await a.quiet();
    await b.quiet();
    a.connect(b);
    b.connect(a);
    expect(await a.next()).toEqual({ kind: 'connected', key: b.key });
    expect(await b.next()).toEqual({ kind: 'connected', key: a.key });
    a.connect(b);
    await a.quiet();
    await b.quiet();
  });

  test('cannot send before that, nor after one has had enough', async ({ relay }) => {
    const a = await relay.device();
    const b = await relay.device();
    await a.next();
    await b.next();
    a.data(b, 'too early');
    expect(await a.next()).toEqual(error('No such connection'));
    a.connect(b);
    a.data(b, 'still too early');
    expect(await a.next()).toEqual(error('No such connection'));
    b.connect(a);
    await a.next();
    await b.next();
    b.disconnect(a);
    expect(await b.next()).toEqual({ kind: 'disconnected', key: a.key });
    expect(await a.next()).toEqual({ kind: 'disconnected', key: b.key });
    a.data(b, 'too late');
    expect(await a.next()).toEqual(error('No such connection'));
    // The one that was left still wants it: the other's asking is enough.
    b.connect(a);
    expect(await a.next()).toEqual({ kind: 'connected', key: b.key });
    expect(await b.next()).toEqual({ kind: 'connected', key: a.key });
  });

  test('get each other’s bytes untouched and in order, many at a time', async ({ relay }) => {
    const a = await relay.device();
    const b = await relay.device();
    await a.next();
    await b.next();
    a.connect(b);
    b.connect(a);
    await a.next();
    await b.next();
    const sent = Array.from({ length: 200 }, (_, i) => randomBytes(i * 37));
    for (const bytes of sent) {
      a.data(b, bytes);
      b.data(a, bytes);
    }
    for (const data of sent) {
      expect(await b.next()).toEqual({ kind: 'data', key: a.key, data });
      expect(await a.next()).toEqual({ kind: 'data', key: b.key, data });
    }
  });

  test('are connected again when one comes back and asks', async ({ relay }) => {
    const a = await relay.device();
    const keys = makeKeys();
    const before = await relay.device({ keys });
    await a.next();
    a.connect(before);
    before.connect(a);
    await a.next();
    await before.close();
    expect(await a.next()).toEqual({ kind: 'disconnected', key: keys.key });
    expect(await a.next()).toEqual({ kind: 'exited', key: keys.key });
    const after = await relay.device({ keys });
    expect(await a.next()).toEqual({ kind: 'entered', key: keys.key });
    expect(await after.next()).toEqual({ kind: 'entered', key: a.key });
    after.connect(a);
    expect(await a.next()).toEqual({ kind: 'connected', key: keys.key });
    expect(await after.next()).toEqual({ kind: 'connected', key: a.key });
  });
});
