import type { Socket } from 'node:net';

/**
 * Holds back what is written to `stream` until all that has just been read is dealt with, and writes it in one go:
 * small messages come by the hundred in one read, and a system call for each would cost more than all the rest.
 */
export function gatherWrites(stream: Socket): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}
