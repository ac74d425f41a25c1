// @ts-check
// Forms of abuse of /v1/auth, each run by a process of its own until it is ended. How many answers of each kind came, it
// tells twice a second.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { emailOf } from './households.mjs';

/** @typedef {import('./peer.mjs').Target} Target */

/** @type {Map<string, number>} */
const counts = new Map();

/** @param {string} what */
const count = (what) => counts.set(what, (counts.get(what) ?? 0) + 1);

/** @param {number} n */
const address = (n) => `203.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

const ONE = address(1);

/**
 * A socket that is told to come from an address; undefined where there was no room for it.
 * @param {Target} target @param {string} from @returns {Promise<WebSocket | undefined>}
 */
const open = ({ port }, from) =>
  new Promise((resolve) => {
    const headers = { 'X-Forwarded-For': from };
    const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/auth`, { headers, perMessageDeflate: false });
    socket.on('error', () => {});
    socket.on('open', () => resolve(socket));
    socket.on('close', (code) => {
      // Without one it is over by our own doing.
      if (code !== 1006) count(`closed ${code}`);
      resolve(undefined);
    });
  });

/** What is said about an answer: its error without its numbers, or that it was done. @param {string} text */
const kindOf = (text) => {
  const { error, response } = JSON.parse(text);
  return error === undefined ? `done ${response ?? ''}`.trim() : error.replace(/\d+ seconds?/, '…');
};

/** @param {WebSocket} socket @param {unknown} message @returns {Promise<void>} */
const ask = (socket, message) =>
  new Promise((resolve) => {
    const answered = (/** @type {import('ws').RawData} */ data) => {
      count(kindOf(String(data)));
      socket.off('close', closed);
      resolve();
    };
    const closed = () => {
      socket.off('message', answered);
      resolve();
    };
    socket.once('message', answered);
    socket.once('close', closed);
    socket.send(JSON.stringify(message));
  });

/**
 * Asks so many things, over as many sockets as one address may have.
 * @param {Target} target @param {number} most
 * @param {(n: number) => string} from
 * @param {(n: number) => { command: string, args: Record<string, string> }} message
 */
const askAll = (target, most, from, message) => {
  let next = 0;
  for (let i = 0; i < 16; i++)
    void (async () => {
      /** @type {WebSocket | undefined} */
      let socket;
      for (let n = next++; n < most; n = next++) {
        // Another address is another socket.
        if (n === 0 || socket?.readyState !== WebSocket.OPEN || from(n) !== from(n - 1)) {
          socket?.terminate();
          socket = await open(target, from(n));
        }
        if (socket) await ask(socket, { id: n, ...message(n) });
        else await sleep(50);
      }
    })();
};

/** @param {number} n */
const registering = (n) => ({
  command: 'register',
  args: { email: `stranger${n}@example.net`, password: 'a password' },
});

/** @param {number} n */
const guessing = (n) => {
  const code = randomBytes(16).toString('hex').toUpperCase();
  return n % 2 === 0
    ? { command: 'verify', args: { email: emailOf(0), code } }
    : { command: 'updatePassword', args: { token: code, new_password: 'mine now' } };
};

/** @param {number} n */
const mailing = (n) => ({
  command: n % 2 === 0 ? 'sendVerify' : 'resetPassword',
  args: { email: emailOf(0) },
});

const AGAIN_MS = 1_000;

/**
 * Sockets that are there again when they end.
 * @param {Target} target @param {number} sockets @param {number} addresses @param {(socket: WebSocket) => void} begin
 */
const hold = async (target, sockets, addresses, begin) => {
  for (let i = 0; i < sockets; i++) {
    void (async () => {
      for (;;) {
        const socket = await open(target, address(i % addresses));
        if (socket) {
          begin(socket);
          await new Promise((resolve) => socket.once('close', resolve));
        }
        await sleep(AGAIN_MS);
      }
    })();
    if (i % 50 === 49) await sleep(10);
  }
};

/** As costly to read as there is room for. */
const HUGE = JSON.stringify({
  id: Array.from({ length: 3_000 }, () => [{}]),
  command: 'nope',
  args: {},
});

const ENDLESS = Number.POSITIVE_INFINITY;

/** @type {Record<string, (target: Target) => unknown>} */
const forms = {
  nothing: () => {},
  registrations: (target) => askAll(target, 10_000, () => ONE, registering),
  manyRegistrations: (target) => askAll(target, 10_000, address, registering),
  codes: (target) => askAll(target, ENDLESS, () => ONE, guessing),
  manyCodes: (target) => askAll(target, ENDLESS, address, guessing),
  mails: (target) => askAll(target, ENDLESS, address, mailing),
  sockets: (target) => hold(target, 1_600, 100, () => {}),
  hugeJson: (target) =>
    hold(target, 960, 60, (socket) => {
      socket.on('message', (data) => {
        count(kindOf(String(data)));
        socket.send(HUGE);
      });
      socket.send(HUGE);
    }),
  unread: (target) =>
    hold(target, 960, 60, (socket) => {
      socket.on('message', (data) => count(kindOf(String(data))));
      for (let i = 0; i < 20; i++) socket.send(HUGE);
    }),
  tooLarge: (target) => hold(target, 100, 20, (socket) => socket.send('x'.repeat(1024 * 1024))),
};

const [, , form = '', target = '{}'] = process.argv;
await forms[form]?.(JSON.parse(target));
const tell = () => process.send?.([...counts].map(([what, times]) => `${times} ${what}`).join('; '));
setInterval(tell, 500);
tell();
