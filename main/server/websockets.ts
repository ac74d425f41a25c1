import { WebSocketServer } from 'ws';
import { CLOSE_MS, MESSAGE_BYTES, MESSAGE_CHUNKS, MESSAGE_FRAMES } from './limits';

/** Makes websockets of the upgrades that it is given. */
export const createWebsockets = (): WebSocketServer =>
  new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Payloads are encrypted: compressing them costs memory and gains nothing.
    perMessageDeflate: false,
    maxPayload: MESSAGE_BYTES,
    maxFragments: MESSAGE_FRAMES,
    maxBufferedChunks: MESSAGE_CHUNKS,
    closeTimeout: CLOSE_MS,
    handleProtocols: (offered) => (offered.has('proto') ? 'proto' : false),
  });
