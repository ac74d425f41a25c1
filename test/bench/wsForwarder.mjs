// @ts-check
// Baseline: websockets in pairs, each binary message passed on to the other. No protocol, no login, no bookkeeping.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { serve } from './baseline.mjs';

/** @type {Map<string, import('ws').WebSocket>} */
const waiting = new Map();

const server = createServer();
const websockets = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false });
websockets.on('connection', (socket, { url = '/' }) => {
  socket.on('error', () => socket.terminate());
  // The path names the pair. Who names none just stays.
  if (url === '/') return;
  const other = waiting.get(url);
  if (!other) {
    waiting.set(url, socket);
    return;
  }
  waiting.delete(url);
  socket.on('message', (data) => other.send(data));
  other.on('message', (data) => socket.send(data));
});
serve(server);
