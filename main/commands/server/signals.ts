import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { coalesced } from '../../lib/coalesced';

/** Ctrl+C in a terminal reaches a program and those that started it, which may pass it on: that is one signal. */
const SAME_MS = 250;

/**
 * Calls `stop` at the first signal to end, and ends with 0 when it has; a second one ends at once. `reload`, which never
 * rejects, is called at SIGHUP, and once more for all that come meanwhile, except where that comes from a terminal that
 * closes: then it is the end.
 */
export function onSignals(stop: (signal: string) => Promise<void>, reload: () => Promise<void>): void {
  let stoppingSince: number | undefined;
  const end = (signal: NodeJS.Signals) => {
    if (stoppingSince === undefined) {
      stoppingSince = performance.now();
      void stop(signal).then(() => process.exit(0));
    } else if (performance.now() - stoppingSince > SAME_MS) process.exit(128 + constants.signals[signal]);
  };
  const reloadInTurn = coalesced(reload);
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  // By their numbers: to make streams of them takes a millisecond of the start.
  const hasTerminal = [0, 1, 2].some(isatty);
  process.on('SIGHUP', (signal) => {
    if (hasTerminal || process.platform === 'win32') end(signal);
    else if (stoppingSince === undefined) void reloadInTurn();
  });
}
