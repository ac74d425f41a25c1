import { WebSocketServer } from 'ws';
import { TEST_DEVICE_HEADER, TEST_DEVICE_VALUE } from '../../protocol/testDevice';
import { CLOSE_MS, MESSAGE_BYTES, MESSAGE_CHUNKS, MESSAGE_FRAMES } from '../limits/limits';
import { isTestDevice } from './testDevice';

/** As MESSAGE_FRAMES and MESSAGE_CHUNKS, for those who are no devices. */
const VISITOR_FRAMES = 64;
const VISITOR_CHUNKS = 1_024;

/** For those who are no devices, and say little in messages of at most so many bytes. */
export const createVisitorWebsockets = (messageBytes: number): WebSocketServer =>
  new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: messageBytes,
    maxFragments: VISITOR_FRAMES,
    maxBufferedChunks: VISITOR_CHUNKS,
    closeTimeout: CLOSE_MS,
    // After each message others have their turn: a packet can hold thousands.
    allowSynchronousEvents: false,
  });

/** Makes devices' websockets of the upgrades that it is given. */
export function createWebsocketServer(): WebSocketServer {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Payloads are encrypted: compressing them costs memory and gains nothing.
    perMessageDeflate: false,
    maxPayload: MESSAGE_BYTES,
    maxFragments: MESSAGE_FRAMES,
    maxBufferedChunks: MESSAGE_CHUNKS,
    closeTimeout: CLOSE_MS,
    // Any number at once is answered: who does not take the answers is not read from.
    maxPendingAutoPongs: 0,
    handleProtocols: (offered) => (offered.has('proto') ? 'proto' : false),
  });
  server.on('headers', (headers, request) => {
    if (isTestDevice(request)) headers.push(`${TEST_DEVICE_HEADER}: ${TEST_DEVICE_VALUE}`);
  });
  return server;
}
