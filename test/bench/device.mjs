// @ts-check
// What the load generator says before there is anything to measure: a login, and two ends that are connected.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { Peer } from './peer.mjs';
import { clientFrame, message } from './wire.mjs';

/**
 * @typedef {import('./peer.mjs').Target} Target
 * @typedef {import('./peer.mjs').Fail} Fail
 */

/**
 * A device's key pair.
 * @typedef {object} Key
 * @property {Buffer} raw
 * @property {import('node:crypto').KeyObject} secret
 */

/** @type {Key[]} */
const keys = [];
let lastKey = 0;

/**
 * Makes the keys beforehand: what is timed later only signs.
 * @param {number} count
 */
export const makeKeys = (count) => {
  while (keys.length < count) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    // Its last 32 bytes are the key. (Asked for as a JWK, Node 20 at times waits for itself for ever.)
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    keys.push({ raw: spki.subarray(-32), secret: privateKey });
  }
};

/** The keys are used in turn, so that none comes back while the relay may still hold its last connection. */
const nextKey = () => {
  lastKey = (lastKey + 1) % keys.length;
  const key = keys[lastKey];
  if (!key) throw new Error('the keys have not been made');
  return key;
};

/**
 * Connects to `target` in full: for the relay that is up to Authenticated, for a websocket server up to its upgrade.
 * @param {Target} target
 * @param {Fail} fail
 * @param {number} bufferBytes
 */
export const logIn = async (target, fail, bufferBytes, path = '/') => {
  const peer = new Peer(target, fail, bufferBytes);
  await peer.connected;
  if (target.kind === 'tcp') return { peer, raw: Buffer.alloc(0) };
  if (target.kind === 'ws') {
    await peer.upgrade(path);
    return { peer, raw: Buffer.alloc(0) };
  }
  const key = nextKey();
  const challenge = arrival(peer, /^37:\?32:.{32},,/s);
  await peer.upgrade('/v1/relay', `Basic ${btoa(`${target.username}:${target.password}`)}`);
  const signature = sign(null, (await challenge).subarray(7, 39), key.secret);
  const authenticated = arrival(peer, /^1:\+,/);
  peer.write(clientFrame(message('i', signature, key.raw)));
  await authenticated;
  return { peer, raw: key.raw };
};

/**
 * Waits until what has come from now on has `pattern` in it.
 * @param {Peer} peer
 * @param {RegExp} pattern
 * @returns {Promise<Buffer>} all that has come
 */
const arrival = (peer, pattern) =>
  new Promise((resolve, reject) => {
    let all = Buffer.alloc(0);
    peer.onPayload = (buffer, start, end) => {
      all = Buffer.concat([all, buffer.subarray(start, end)]);
      const text = all.toString('latin1');
      if (pattern.test(text)) resolve(all);
      else if (text.includes(':E7:Generic,')) reject(new Error(`the relay refused: ${text}`));
    };
  });

/**
 * One of two that are connected through the target.
 * @typedef {object} End
 * @property {Peer} peer
 * @property {(data: Buffer) => Buffer} sends what is written to the socket to send `data` to the other end
 * @property {(data: Buffer) => Buffer} gets the payload that arrives here when the other end sent `data`
 */

let lastPair = 0;

/**
 * @param {Target} target
 * @param {Fail} fail
 * @param {number} bufferBytes
 * @returns {Promise<[End, End]>}
 */
export const openPair = async (target, fail, bufferBytes) => {
  const id = ++lastPair;
  const a = await logIn(target, fail, bufferBytes, `/${id}`);
  const b = await logIn({ ...target, port: target.otherPort ?? target.port }, fail, bufferBytes, `/${id}`);
  if (target.kind === 'tcp') {
    // The forwarder pairs those that send the same number, and tells both.
    const name = Buffer.alloc(4);
    name.writeUInt32LE(id);
    const paired = [a, b].map(({ peer }) => arrival(peer, /^!$/));
    for (const { peer } of [a, b]) peer.write(name);
    await Promise.all(paired);
  }
  if (target.kind !== 'relay') {
    const sends = target.kind === 'ws' ? clientFrame : (/** @type {Buffer} */ data) => data;
    const gets = (/** @type {Buffer} */ data) => data;
    return [
      { peer: a.peer, sends, gets },
      { peer: b.peer, sends, gets },
    ];
  }
  const connected = [a, b].map(({ peer }) => arrival(peer, /37:c32:.{32},,/s));
  a.peer.write(clientFrame(message('c', b.raw)));
  b.peer.write(clientFrame(message('c', a.raw)));
  await Promise.all(connected);
  return [relayEnd(a, b), relayEnd(b, a)];
};

/**
 * @param {{ peer: Peer, raw: Buffer }} self
 * @param {{ raw: Buffer }} other
 * @returns {End}
 */
const relayEnd = (self, other) => ({
  peer: self.peer,
  sends: (data) => clientFrame(message('d', other.raw, data)),
  gets: (data) => message('d', other.raw, data),
});

/**
 * Sends random bytes each way and waits until exactly these have come at the end of all that came: nothing of what
 * was said before is under way any more, and what passes is what was sent.
 * @param {[End, End]} pair
 * @param {number} size
 */
export const synchronize = async ([a, b], size) => {
  await crossing(a, b, randomBytes(size));
  await crossing(b, a, randomBytes(size));
};

/**
 * @param {End} from
 * @param {End} to
 * @param {Buffer} data
 * @returns {Promise<void>}
 */
const crossing = (from, to, data) =>
  new Promise((resolve) => {
    const expected = to.gets(data);
    let tail = Buffer.alloc(0);
    to.peer.onPayload = (buffer, start, end) => {
      tail = Buffer.concat([tail, buffer.subarray(start, end)]).subarray(-expected.length);
      if (tail.equals(expected)) resolve();
    };
    from.peer.write(from.sends(data));
  });
