import type { Dispose } from '../lib/observable';

/**
 * What carries messages between nodes, as core NATS does: each at most once, those of one node in their order, whatever
 * their subjects, and none to the node that published it.
 */
export interface Exchange {
  /** From now on what others publish on a subject arrives; with `*` as its last part, on all that begin so. */
  subscribe(pattern: string): Dispose;
  /** Takes the message along; while the exchange is down it may be lost. */
  publish(subject: string, message: Uint8Array): void;
}

/** Told of what comes. */
export interface ExchangeHandler {
  received(subject: string, message: Uint8Array): void;
  /** Messages may have been lost: it was down, and carries them again. */
  restored(): void;
}
