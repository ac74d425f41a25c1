import { on } from 'node:events';
import type { WebSocket } from 'ws';
import type { RelayEvent } from '../protocol/messages';
import { type Bytes, type Malformed, NetstringDecoder } from '../protocol/netstring';
import { decodeEvent } from '../protocol/wire';
import { printable } from '../texts/printable';
import type { ReadProgress, Stalled } from './stallDetector';

/** How an established connection ended. */
export type ConnectionEnd =
  /** `reason` is the relay's, fit for a terminal. */
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string }
  | { readonly kind: 'malformed'; readonly reason: Malformed | 'too many pieces' }
  | Stalled;

/** Messages read ahead of a slow reader before its socket is paused. */
const READ_AHEAD = 16;

/** Websocket messages that one message of the protocol may come in. */
const MAX_PIECES = 65_536;

/**
 * What comes on the socket from now on, as events, until `closed` tells how it ended. Reading slowly pauses the socket.
 * What the relay says in words becomes fit for a terminal here.
 */
export function readEvents(
  socket: WebSocket,
  closed: Promise<ConnectionEnd>,
): { events: AsyncGenerator<RelayEvent, ConnectionEnd, void>; reading: ReadProgress } {
  const decoder = new NetstringDecoder();
  const messages = messagesOf(socket);
  let whole = 0;
  let pieces = 0;
  let waiting = false;

  async function next(): Promise<Bytes | undefined> {
    waiting = true;
    const message = await messages.next();
    waiting = false;
    return message.done ? undefined : message.value[0];
  }

  async function* read(): AsyncGenerator<RelayEvent, ConnectionEnd, void> {
    try {
      for (let message = await next(); message; message = await next()) {
        const { payloads, malformed } = decoder.push(message);
        whole += payloads.length;
        pieces = payloads.length > 0 ? 0 : pieces + 1;
        for (const payload of payloads) {
          const event = decodeEvent(payload);
          if (!event.ok) return { kind: 'malformed', reason: event.error };
          yield fitForTerminal(event.value);
        }
        if (malformed) return { kind: 'malformed', reason: malformed };
        if (pieces > MAX_PIECES) return { kind: 'malformed', reason: 'too many pieces' };
      }
    } catch {
      // The socket failed; how it ended is told by its close, which always follows.
    } finally {
      socket.close();
    }
    return closed;
  }

  return {
    events: read(),
    reading: { whole: () => whole, isMidway: () => decoder.held > 0, isWaiting: () => waiting },
  };
}

const fitForTerminal = (event: RelayEvent): RelayEvent =>
  event.kind === 'error' ? { ...event, message: printable(event.message) } : event;

/** Every message from now on, until the socket closes; pauses the socket when they are not read. */
const messagesOf = (socket: WebSocket) =>
  on(socket, 'message', {
    close: ['close'],
    highWaterMark: READ_AHEAD,
    lowWaterMark: READ_AHEAD / 2,
    // Node's types do not know what a websocket's messages are.
  }) as AsyncIterableIterator<[Bytes, boolean]>;
