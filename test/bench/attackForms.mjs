// @ts-check
// Forms of attack, each run by a process of its own until it is ended: by strangers, who know the address alone, and by
// devices that have the password and mean ill. What they get back is thrown away.
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { logIn, makeKeys } from './device.mjs';
import { clientFrame, message } from './wire.mjs';

/** @typedef {import('./peer.mjs').Target} Target */

const HEAD = 'GET /versions HTTP/1.1\r\nHost: relay\r\n';
const GET = `${HEAD}\r\n`;

const sleep = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

let lastPort = 0;

/**
 * A connection from one of a few addresses; a new one takes its place when it ends.
 * @param {number} port
 * @param {(socket: import('node:net').Socket) => void} begin
 * @param {{ again?: number }} [options] milliseconds until it is there again
 */
const hold = (port, begin, { again = 100 } = {}) => {
  const localAddress = `127.0.0.${2 + (lastPort++ % 3)}`;
  const socket = connect({ port, host: '127.0.0.1', localAddress }, () => begin(socket));
  socket.on('data', () => {});
  socket.on('error', () => {});
  socket.on('close', () => setTimeout(() => hold(port, begin, { again }), again));
};

/** @param {number} count @param {() => void} work */
const times = async (count, work) => {
  for (let i = 0; i < count; i++) {
    work();
    if (i % 50 === 49) await sleep(10);
  }
};

/** @param {string} word */
const login = (word) =>
  `GET /v1/relay HTTP/1.1\r\nHost: r\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\nAuthorization: Basic ${btoa(`bench:${word}`)}\r\n\r\n`;

/** @param {Target} target @param {number} count */
const devices = async (target, count) => {
  makeKeys(count + 1);
  const all = [];
  for (let i = 0; i < count; i++) all.push(await logIn(target, () => {}, 4_096));
  return all;
};

/** A message of 4 MiB, of which a part is still to come. */
const begun = () => {
  const head = Buffer.from([0x82, 0x80 | 127, 0, 0, 0, 0, 0, 0x40, 0, 0, 0x5a, 0xc3, 0x17, 0x88]);
  return Buffer.concat([head, Buffer.alloc(4_000_000)]);
};

/** @type {Record<string, (target: Target) => Promise<void>>} */
const forms = {
  nothing: async () => {},
  /** Takes every place and keeps it by asking now and then. */
  asksOn: ({ port }) =>
    times(600, () =>
      hold(port, (socket) => {
        socket.write(GET);
        const again = setInterval(() => socket.write(GET), 2_500);
        socket.on('close', () => clearInterval(again));
      }),
    ),
  endlessHeads: ({ port }) => times(600, () => hold(port, (socket) => socket.write(`${HEAD}X: `))),
  pipelines: ({ port }) => {
    const many = GET.repeat(Math.floor(65_536 / GET.length));
    return times(250, () => hold(port, (socket) => socket.write(many)));
  },
  /** As large a head as is read, in as many lines, ended on all connections at one moment. */
  largeHeads: async ({ port }) => {
    const lines = `${HEAD}${`X: ${'y'.repeat(160)}\r\n`.repeat(90)}`;
    /** @type {Set<import('node:net').Socket>} */
    const ready = new Set();
    await times(400, () =>
      hold(port, (socket) => {
        socket.write(lines, () => ready.add(socket));
        socket.on('close', () => ready.delete(socket));
      }),
    );
    setInterval(() => {
      for (const socket of ready) socket.write('\r\n');
    }, 1_000);
  },
  /** Handshakes that are all to be answered at one moment, and then stand still. */
  tlsHellos: async ({ port }) => {
    const hello = await clientHello();
    await times(500, () => hold(port, (socket) => socket.write(hello)));
  },
  guesses: ({ port }) => {
    let word = 0;
    return times(50, () => hold(port, (socket) => socket.write(login(`wrong ${word++}`)), { again: 1 }));
  },
  newKeys: async (target) => {
    makeKeys(2_000);
    for (let i = 0; i < 8; i++) {
      void (async () => {
        for (;;) (await logIn(target, () => {}, 4_096)).peer.drop();
      })();
    }
  },
  unfinished: async (target) => {
    const bytes = begun();
    for (;;) {
      for (const { peer } of await devices(target, 250)) peer.write(bytes);
      await sleep(1_000);
    }
  },
  links: async (target) => {
    const [a, b] = await devices(target, 2);
    if (!a || !b) throw new Error('unreachable: there are two');
    const on = Buffer.concat([clientFrame(message('c', b.raw)), clientFrame(message('x', b.raw))]);
    b.peer.write(clientFrame(message('c', a.raw)));
    const many = Buffer.concat(Array.from({ length: 200 }, () => on));
    setInterval(() => a.peer.write(many), 20);
  },
};

/** @returns {Promise<Buffer>} what a TLS client says first */
const clientHello = async () => {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const client = connectTls({ port, host: '127.0.0.1' }).on('error', () => {});
  const [socket] = await once(server, 'connection');
  const [hello] = await once(socket, 'data');
  client.destroy();
  server.close();
  return hello;
};

const [, , form = '', target = '{}'] = process.argv;
await forms[form]?.(JSON.parse(target));
process.send?.('begun');
