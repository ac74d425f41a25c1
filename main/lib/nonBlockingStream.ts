import type { Writable } from 'node:stream';

/**
 * Node writes to a terminal and waits until it has taken all, and a terminal that is stopped (Ctrl-S, a connection that
 * hangs) takes nothing: the whole program would stand still. Node has no public way to say otherwise; libuv, whose
 * handle this is, opened the terminal anew for itself, so that nobody else's writing changes.
 */
export function makeNonBlocking(stream: Writable): void {
  if (!('_handle' in stream)) return;
  const handle = stream._handle;
  if (typeof handle !== 'object' || handle === null || !('setBlocking' in handle)) return;
  if (typeof handle.setBlocking === 'function') handle.setBlocking(false);
}
