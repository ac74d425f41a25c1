import { constants } from 'node:os';

/**
 * Calls `stop` at the first signal to end, and ends with 0 when it has; a second one ends at once. `reload` is called at
 * SIGHUP, one after the other, except where that comes from a terminal that closes: then it is the end.
 */
export function onSignals(stop: (signal: string) => Promise<void>, reload: () => Promise<void>): void {
  let isStopping = false;
  const end = (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(128 + constants.signals[signal]);
    isStopping = true;
    void stop(signal).then(() => process.exit(0));
  };
  let reloading = Promise.resolve();
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  const hasTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  process.on('SIGHUP', (signal) => {
    if (hasTerminal || process.platform === 'win32') end(signal);
    else reloading = reloading.then(reload);
  });
}
