// @ts-check
// Baseline: plain TCP connections in pairs, bytes copied from one to the other. Node on this machine gets no faster.
import { createServer } from 'node:net';
import { serve } from './baseline.mjs';

/** @type {Map<number, import('node:net').Socket>} */
const waiting = new Map();

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  // The first four bytes name the pair. Who sends none just stays.
  socket.once('data', (name) => {
    socket.pause();
    const id = name.readUInt32LE();
    const other = waiting.get(id);
    if (!other) {
      waiting.set(id, socket);
      return;
    }
    waiting.delete(id);
    for (const end of [socket, other]) end.write('!');
    socket.pipe(other);
    other.pipe(socket);
  });
});
serve(server);
