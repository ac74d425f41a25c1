// @ts-check
// Baseline: websockets that have to prove a key, as devices do, and nothing else. What a login costs at least, with ws.
import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { serve } from './baseline.mjs';
import { message } from './wire.mjs';

const server = createServer();
const websockets = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false });
websockets.on('connection', (socket) => {
  const challenge = randomBytes(32);
  socket.on('error', () => socket.terminate());
  socket.on('message', (iam) => {
    const { signature, key } = read(iam);
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.toString('base64url') };
    if (verify(null, challenge, createPublicKey({ key: jwk, format: 'jwk' }), signature)) {
      socket.send(message('+'));
    } else socket.terminate();
  });
  socket.send(message('?', challenge));
});
serve(server);

/**
 * An I-am, whose fields lie always at the same places: `109:i64:`, the signature, `,32:`, the key.
 * @param {import('ws').RawData} iam
 */
function read(iam) {
  if (!Buffer.isBuffer(iam)) throw new Error('unreachable: messages come as buffers, each in one');
  return { signature: iam.subarray(8, 72), key: iam.subarray(76, 108) };
}
