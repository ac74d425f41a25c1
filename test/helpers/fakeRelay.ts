import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { listenOn } from './ports';
import { netstring } from './rawWire';

/** What says Who, with a challenge of zeros. */
export const WHO = netstring(Buffer.concat([Buffer.from('?'), netstring(Buffer.alloc(32))]));
export const AUTHENTICATED = netstring('+');

/**
 * A server that tells its versions, takes every websocket and then behaves as `behave` says: for what a real relay never does. It is
 * ended by `undo`, with all its sockets.
 */
export async function startFakeRelay(
  undo: (work: () => unknown) => void,
  behave: (socket: WebSocket) => void,
): Promise<string> {
  const http = createServer((_request, response) =>
    response.end(JSON.stringify({ versions: [{ version: '1', authMethods: ['usernamepassword'] }] })),
  );
  const websockets = new WebSocketServer({ server: http });
  websockets.on('connection', (socket) => {
    // The other side's violent end is often what the test is about.
    socket.on('error', () => undefined);
    behave(socket);
  });
  const port = await listenOn(http);
  undo(async () => {
    for (const socket of websockets.clients) socket.terminate();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });
  return `http://127.0.0.1:${port}/v1/relay`;
}
