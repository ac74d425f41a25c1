/** How long a relay may take for something, in milliseconds. */
export interface Timeouts {
  /** To answer, and then again to accept the key: from the first packet on, however much comes bit by bit. */
  readonly timeoutMs: number;
  /** Between two pings; of two of them in a row not a single byte may be the answer. */
  readonly pingMs: number;
  /** To answer a close. */
  readonly closeMs: number;
  /** To take what was sent last: it reads no faster than the receiver does. */
  readonly takeMs: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = {
  timeoutMs: 15_000,
  pingMs: 30_000,
  closeMs: 5_000,
  takeMs: 10 * 60_000,
};
