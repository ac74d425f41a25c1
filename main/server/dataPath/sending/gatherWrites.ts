import type { Socket } from 'node:net';

/** Those who are written to at the end of this turn of the event loop. */
let answered: Socket[] = [];

/**
 * Holds back what is written to `stream` until all that has just been read from one connection is dealt with, and writes
 * it in one go: small messages come by the hundred in one read, and a system call for each would cost more than all the
 * rest.
 */
export function gatherWrites(stream: Socket): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/**
 * Holds back answers until all is dealt with that came from anybody in this turn of the event loop: a write that
 * wakes a sleeper costs twice as much as one to who is awake, and behind a proxy many answers go to the same process.
 */
export function gatherAnswers(stream: Socket): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  if (answered.push(stream) === 1) setImmediate(writeAnswers);
}

function writeAnswers(): void {
  const streams = answered;
  answered = [];
  for (const stream of streams) stream.uncork();
}
