import type { LogUpdate } from '../../../preload/logEntry';
import type { EventLog } from '../../app/log/eventLog';

/** Where the log is pushed to. */
export interface LogSink {
  /** Whether somebody is there to take it, and looks. While not, nothing is sent, and nothing waits. */
  ready(): boolean;
  send(push: LogUpdate): void;
}

export interface LogStreamer {
  /** From now on the log is sent, from its beginning; or no more. */
  watch(on: boolean): void;
  /** The sink is ready again. */
  wake(): void;
  stop(): void;
}

/** The most entries in one message, so that neither side is busy for long. */
export const MAX_IN_A_BATCH = 5_000;

/**
 * How long new entries gather, how soon the next piece of many follows, and how often a sink that is not ready is asked
 * without having said that it is again.
 */
const GATHER_MS = 100;
const NEXT_PIECE_MS = 10;
const ASK_AGAIN_MS = 30_000;

/**
 * Sends the log in pieces, and then what is new in batches. What waits is never copied: it is taken from the log itself
 * when its turn comes, so a window that is slow or hidden costs nothing; one that missed entries gets the log anew.
 */
export function streamLog(log: EventLog, sink: LogSink): LogStreamer {
  let watched = false;
  let anew = true;
  let next = 0;
  let timer: NodeJS.Timeout | undefined;

  function sendSoon(ms: number): void {
    if (watched) timer ??= setTimeout(send, ms);
  }

  function send(): void {
    timer = undefined;
    if (!sink.ready()) {
      sendSoon(ASK_AGAIN_MS);
      return;
    }
    if (next < log.span().first) anew = true;
    if (anew) next = log.span().first;
    const entries = log.from(next, MAX_IN_A_BATCH);
    if (anew || entries.length > 0) sink.send({ anew, entries });
    anew = false;
    next += entries.length;
    if (next < log.span().next) sendSoon(NEXT_PIECE_MS);
  }

  function sendAnew(): void {
    clearTimeout(timer);
    timer = undefined;
    anew = true;
    sendSoon(0);
  }

  const undo = [log.subscribe(() => sendSoon(GATHER_MS)), log.onClear(sendAnew)];

  function watch(on: boolean): void {
    watched = on;
    sendAnew();
  }

  return {
    watch,
    wake() {
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      sendSoon(0);
    },
    stop() {
      watch(false);
      for (const step of undo) step();
    },
  };
}
