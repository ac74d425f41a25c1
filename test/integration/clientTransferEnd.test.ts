import { createServer } from 'node:http';
import { Readable, Writable } from 'node:stream';
import { receiveStream, sendStream } from '../../main/client/transfer';
import type { DeviceKey } from '../../main/protocol/deviceKey';
import { connectTo } from '../helpers/clientDevice';
import { AUTHENTICATED, WHO } from '../helpers/fakeRelay';
import { listenOn } from '../helpers/ports';
import { makeKeys, switchingProtocols } from '../helpers/rawDevice';
import { message } from '../helpers/rawWire';
import { expect, test } from '../helpers/relayFixture';

// A sender must never say "sent" when the last of it cannot have arrived. In each of these the end of the
// connection is certain before the input gives its last piece; only the news of it may be on its way.

test('peerLeft, and not success, when the peer left before the last piece was sent', async ({ relay }) => {
  const from = await connectTo(relay.url);
  const peer = await relay.device();
  async function* input() {
    yield Buffer.from('first');
    await relay.events.until((event) => event.kind === 'left' && event.key === peer.key);
    yield Buffer.from('last');
  }
  const sending = sendStream(from.connection, peer.key as DeviceKey, Readable.from(input()));
  peer.send(message('c', Buffer.from(from.key, 'base64')));
  for (let heard = await peer.next(); heard.kind !== 'data'; ) heard = await peer.next();
  await peer.raw.end();
  expect(await sending).toEqual({ ok: false, error: { kind: 'peerLeft' } });
  await from.connection.close();
});

test('closed, and not success, when the relay stopped before the last piece was sent', async ({ relay }) => {
  const from = await connectTo(relay.url);
  const to = await connectTo(relay.url);
  const written: string[] = [];
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString());
      done();
    },
  });
  async function* input() {
    yield Buffer.from('first');
    await relay.server.stop();
    yield Buffer.from('last');
  }
  const [sent, received] = await Promise.all([
    sendStream(from.connection, to.key, Readable.from(input())),
    receiveStream(to.connection, from.key, output),
  ]);
  expect(written).not.toContain('last');
  expect(received).toMatchObject({ ok: false, error: { kind: 'closed' } });
  expect(sent).toMatchObject({ ok: false, error: { kind: 'closed' } });
});

test('closed, and not success, when the relay is closing while the last piece is sent', async ({ undo }) => {
  const peer = makeKeys();
  const serverFrame = (bytes: Buffer) => Buffer.concat([Buffer.from([0x82, bytes.length]), bytes]);
  let answered = () => {};
  const closeAnswered = new Promise<void>((resolve) => {
    answered = resolve;
  });
  let release = () => {};
  // A relay in slow motion. Each of its steps waits for the device's, so each step's bytes come alone.
  const http = createServer();
  http.on('upgrade', (request, socket) => {
    socket.on('error', () => undefined);
    const steps = [
      serverFrame(AUTHENTICATED),
      serverFrame(message('c', peer.raw)),
      Buffer.from([0x88, 2, 1001 >> 8, 1001 & 0xff]),
    ];
    socket.on('data', (chunk: Buffer) => {
      const step = steps.shift();
      if (step) socket.write(step);
      // 0x88: the device has answered the close. It waits for the end of the connection now.
      else if (chunk[0] === 0x88) answered();
    });
    release = () => socket.end();
    socket.write(
      Buffer.concat([
        Buffer.from(switchingProtocols(request.headers['sec-websocket-key'] ?? '')),
        serverFrame(WHO),
      ]),
    );
  });
  const port = await listenOn(http);
  undo(() => {
    http.closeAllConnections();
    return new Promise((resolve) => http.close(resolve));
  });

  async function* input() {
    yield Buffer.from('first');
    await closeAnswered;
    yield Buffer.from('last');
    setImmediate(release);
  }
  const from = await connectTo(`http://127.0.0.1:${port}/v1/relay`);
  const sent = await sendStream(from.connection, peer.key as DeviceKey, Readable.from(input()));
  expect(sent).toEqual({ ok: false, error: { kind: 'closed', code: 1001, reason: '' } });
});
