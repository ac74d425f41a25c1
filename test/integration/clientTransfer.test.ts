import { createHash, randomBytes } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { receiveStream, sendStream } from '../../main/client/transfer';
import type { DeviceKey } from '../../main/protocol/deviceKey';
import { generateIdentity } from '../../main/protocol/identity';
import { connectTo } from '../helpers/clientDevice';
import { AUTHENTICATED, startFakeRelay, WHO } from '../helpers/fakeRelay';
import { message } from '../helpers/rawWire';
import { expect, type TestRelay, test } from '../helpers/relayFixture';

const ends = (relay: TestRelay) => Promise.all([connectTo(relay.url), connectTo(relay.url)]);

/** Keeps what is written; `slowly` takes a turn of the event loop for each piece, with room for one byte. */
function sink(slowly = false): { stream: Writable; bytes: () => Buffer } {
  const parts: Buffer[] = [];
  const stream = new Writable({
    highWaterMark: slowly ? 1 : 65_536,
    write(chunk: Buffer, _encoding, done) {
      parts.push(Buffer.from(chunk));
      if (slowly) setImmediate(done);
      else done();
    },
  });
  return { stream, bytes: () => Buffer.concat(parts) };
}

const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const OK = { ok: true, value: undefined };

test.describe('a whole transfer', () => {
  const big = randomBytes(5_000_000);
  const INPUTS: readonly [string, () => Readable, Buffer][] = [
    ['nothing', () => Readable.from([]), Buffer.alloc(0)],
    ['one byte', () => Readable.from([Buffer.from('x')]), Buffer.from('x')],
    ['text, which is UTF-8', () => Readable.from(['größe ', '🔑']), Buffer.from('größe 🔑')],
    ['exactly one piece', () => Readable.from([big.subarray(0, 65_536)]), big.subarray(0, 65_536)],
    ['one piece and a byte', () => Readable.from([big.subarray(0, 65_537)]), big.subarray(0, 65_537)],
    ['5 MB in one buffer', () => Readable.from([big]), big],
    ['5 MB in odd pieces', () => Readable.from(pieces(big, 12_347)), big],
  ];
  for (const [name, input, expected] of INPUTS) {
    for (const first of ['sender', 'receiver'] as const) {
      test(`of ${name}, the ${first} first`, async ({ relay }) => {
        const [from, to] = await ends(relay);
        const output = sink();
        const send = () => sendStream(from.connection, to.key, input());
        const receive = () => receiveStream(to.connection, from.key, output.stream);
        const asked = first === 'sender' ? [send(), receive()] : [receive(), send()];
        const results = await Promise.all(asked);
        const [sent, received] = first === 'sender' ? results : results.reverse();
        expect(sent).toEqual(OK);
        expect(received).toEqual({ ok: true, value: expected.length });
        expect(sha(output.bytes())).toBe(sha(expected));
      });
    }
  }

  test('to a slow reader arrives complete and in order', async ({ relay }) => {
    const [from, to] = await ends(relay);
    const output = sink(true);
    const [sent, received] = await Promise.all([
      sendStream(from.connection, to.key, Readable.from(pieces(big, 30_011))),
      receiveStream(to.connection, from.key, output.stream),
    ]);
    expect(sent).toEqual(OK);
    expect(received).toEqual({ ok: true, value: big.length });
    await new Promise((resolve) => output.stream.end(resolve));
    expect(sha(output.bytes())).toBe(sha(big));
  });

  test('does not mind others who come, go and are connected too', async ({ relay }) => {
    const [from, to] = await ends(relay);
    const output = sink();
    const other = await relay.device();
    const transfer = Promise.all([
      sendStream(from.connection, to.key, Readable.from(pieces(big, 60_000))),
      receiveStream(to.connection, from.key, output.stream),
    ]);
    for (let i = 0; i < 5; i++) await (await relay.device()).close();
    await other.close();
    expect(await transfer).toEqual([OK, { ok: true, value: big.length }]);
    expect(sha(output.bytes())).toBe(sha(big));
  });
});

test.describe('a transfer that fails', () => {
  test('peerLeft when the peer leaves midway, and the input is let go', async ({ relay }) => {
    const from = await connectTo(relay.url);
    const peer = await relay.device();
    const input = endless();
    const sending = sendStream(from.connection, peer.key as DeviceKey, input);
    expect(await peer.next()).toEqual({ kind: 'entered', key: from.key });
    peer.send(message('c', Buffer.from(from.key, 'base64')));
    expect((await peer.next()).kind).toBe('connected');
    expect((await peer.next()).kind).toBe('data');
    await peer.raw.end();
    expect(await sending).toEqual({ ok: false, error: { kind: 'peerLeft' } });
    expect(input.destroyed).toBe(true);
    await from.connection.close();
  });

  test('closed when the relay stops midway, for both', async ({ relay }) => {
    const [from, to] = await ends(relay);
    let arrived = () => {};
    const midway = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let written = 0;
    const output = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written += chunk.length;
        if (written > 1_000_000) arrived();
        done();
      },
    });
    const transfer = Promise.all([
      sendStream(from.connection, to.key, endless()),
      receiveStream(to.connection, from.key, output),
    ]);
    await midway;
    await relay.server.stop();
    for (const result of await transfer)
      expect(result).toMatchObject({ ok: false, error: { kind: 'closed' } });
  });

  test('closed when the relay stops while a side still waits for its peer', async ({ relay }) => {
    const [from, to] = await ends(relay);
    const nobody = generateIdentity().publicKey;
    const waiting = Promise.all([
      sendStream(from.connection, nobody, Readable.from(['x'])),
      receiveStream(to.connection, nobody, sink().stream),
    ]);
    await relay.server.stop();
    for (const result of await waiting)
      expect(result).toMatchObject({ ok: false, error: { kind: 'closed', code: 1001 } });
  });

  test('relayRefused with the relay’s own words', async ({ undo }) => {
    const url = await startFakeRelay(undo, (socket) => {
      socket.send(WHO);
      socket.once('message', () => {
        socket.send(AUTHENTICATED);
        socket.once('message', () => socket.send(message('E', 'DestNotPresent', 'Nobody there')));
      });
    });
    const refused = { ok: false, error: { kind: 'relayRefused', message: 'Nobody there' } };
    const peer = generateIdentity().publicKey;
    const from = await connectTo(url);
    expect(await sendStream(from.connection, peer, Readable.from(['x']))).toEqual(refused);
    await from.connection.close();
    const to = await connectTo(url);
    expect(await receiveStream(to.connection, peer, sink().stream)).toEqual(refused);
    await to.connection.close();
  });
});

function pieces(bytes: Buffer, size: number): Buffer[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

/** Input that never ends, as a terminal's. */
const endless = () =>
  new Readable({
    read() {
      setImmediate(() => this.push(Buffer.alloc(65_536)));
    },
  });
