import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** How far what comes has been read. */
export interface ReadProgress {
  /** Messages of the protocol that came so far. */
  whole(): number;
  /** Whether one of them has begun to come. */
  isMidway(): boolean;
  /** Whether the reader has read everything, and waits for more. */
  isWaiting(): boolean;
}

/** Why a relay is not waited for any longer, after so many seconds: it says nothing at all; or it does not go on. */
export type Stalled = { readonly kind: 'fellSilent' | 'stuck'; readonly seconds: number };

/** Pings without a byte in return, after which nobody is there. */
const SILENT_ROUNDS = 2;

/** Pings within which what was begun has to go on by one message, in either direction. */
const STUCK_ROUNDS = 10;

/** What a connection had done when it was last looked at. */
interface Sign {
  readonly read: number;
  readonly delivered: number;
  readonly waiting: number;
  readonly whole: number;
}

/**
 * Pings the relay and calls `onStalled` once, when it has died or when it keeps a message, of its own or of ours, without
 * going on. While our own reader holds it up, nothing is held against it. Returns how to end that.
 */
export function detectStalls(
  websocket: WebSocket,
  stream: Socket,
  reading: ReadProgress,
  pingMs: number,
  onStalled: (why: Stalled) => void,
): () => void {
  let before: Sign | undefined;
  let silent = 0;
  let stuck = 0;
  /** Pings of either side; in the midst of a message they are no progress of it. */
  let pings = 0;
  const count = () => {
    if (!reading.isMidway()) pings++;
  };
  websocket.on('ping', count);
  websocket.on('pong', count);

  function look(): void {
    const last = before;
    before = undefined;
    if (websocket.isPaused) return;
    const now: Sign = {
      read: stream.bytesRead,
      delivered: stream.bytesWritten - stream.writableLength,
      waiting: stream.writableLength,
      whole: reading.whole() + pings,
    };
    if (!last || !reading.isWaiting() || now.whole !== last.whole || isTaken(last, now)) stuck = 0;
    else if (now.read !== last.read || now.waiting > 0) stuck++;
    silent = last && now.read === last.read && !isTaken(last, now) ? silent + 1 : 0;
    if (silent >= SILENT_ROUNDS) stalled('fellSilent', silent);
    else if (stuck >= STUCK_ROUNDS) stalled('stuck', stuck);
    else {
      before = now;
      // On its way to the end it pings no more, and that end has its own time.
      websocket.ping(() => {});
    }
  }

  function stalled(kind: Stalled['kind'], rounds: number): void {
    end();
    onStalled({ kind, seconds: Math.round((rounds * pingMs) / 1_000) });
  }

  const timer = setInterval(look, pingMs);
  const end = () => clearInterval(timer);
  return end;
}

/** What waits grows less only when the relay takes it. What is sent while nothing waits proves nothing. */
const isTaken = (before: Sign, now: Sign): boolean =>
  before.waiting > 0 && now.delivered !== before.delivered;
