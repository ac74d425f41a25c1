import type { Writable } from 'node:stream';
import { makeNonBlocking } from '../../lib/nonBlockingStream';

/** So many bytes may wait for whoever reads the log; what comes then is left out and counted. */
const MAX_WAITING = 256 * 1024;

/** How long a program that ends waits for its last lines to be taken, in milliseconds. */
const FLUSH_MS = 200;

/** Lines for a terminal, a pipe or a file, none of which can hold up who writes them. */
export interface LogOutput {
  /** Takes a line with its end. */
  write(line: string): void;
  /** Resolves when all is taken, or nobody takes it. */
  flush(): Promise<void>;
}

/**
 * Writes to `stream` as long as it is read from. Of what had to be left out the number is told as soon as lines are
 * taken again, in a line that `lineOf` makes of a text.
 */
export function createLogOutput(
  stream: Writable,
  lineOf: (text: string) => string,
  most: number = MAX_WAITING,
): LogOutput {
  let leftOut = 0;
  makeNonBlocking(stream);
  // A log that nobody reads any more is no reason to end.
  stream.on('error', () => {});

  function tellLeftOut(): void {
    if (leftOut === 0 || stream.writableLength > most / 2) return;
    const count = leftOut;
    leftOut = 0;
    stream.write(lineOf(`${count} lines were left out here: nobody took them`));
  }
  stream.on('drain', tellLeftOut);

  return {
    write(line) {
      tellLeftOut();
      if (leftOut > 0 || stream.writableLength + line.length > most) leftOut += 1;
      else stream.write(line);
    },
    flush: () =>
      new Promise((resolve) => {
        if (stream.writableLength === 0) return resolve();
        const timer = setTimeout(resolve, FLUSH_MS);
        stream.once('drain', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}
