// @ts-check
// A NATS of the bench's own, what it uses, and what it can do by itself.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { usageOf } from '../usage.mjs';
import { freePort } from './ports.mjs';

/** @typedef {Awaited<ReturnType<typeof startNats>>} Nats */

export const startNats = async () => {
  const [port, monitor] = [await freePort(), await freePort()];
  const child = spawn('nats-server', ['-a', '127.0.0.1', '-p', `${port}`, '-m', `${monitor}`], {
    stdio: 'ignore',
  });
  child.once('error', () => {
    console.error('nats-server is not installed (Debian: nats-server).');
    process.exit(1);
  });
  process.on('exit', () => child.kill('SIGKILL'));
  await sleep(500);
  return {
    url: `nats://127.0.0.1:${port}`,
    usage: () => usageOf(child),
    /** Messages that nodes sent to it so far. @returns {Promise<number>} */
    messages: async () => (await (await fetch(`http://127.0.0.1:${monitor}/varz`)).json()).in_msgs,
  };
};

/** @param {Nats} nats @param {string[]} args */
const client = async ({ url }, ...args) => {
  const child = fork(fileURLToPath(new URL('natsClient.mjs', import.meta.url)), [url, ...args]);
  process.on('exit', () => child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
};

/** Messages of `size` bytes from one process to another, as long as that is asked for. @param {Nats} nats @param {number} size */
export const natsStream = async (nats, size) => {
  const subscriber = await client(nats, 'subscribe');
  const publisher = await client(nats, 'publish', String(size));
  return {
    /** MB a second. @param {number} milliseconds */
    async measure(milliseconds) {
      publisher.send('go');
      const begun = performance.now();
      await sleep(milliseconds);
      publisher.send('stop');
      subscriber.send('count');
      const [{ bytes }] = await once(subscriber, 'message');
      return bytes / 1e3 / (performance.now() - begun);
    },
    stop() {
      for (const child of [publisher, subscriber]) child.kill('SIGKILL');
    },
  };
};
