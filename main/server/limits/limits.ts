/** How much one peer, and all together, may ask of the relay. Everything that a stranger can grow has its bound here. */
export interface Limits {
  /** TCP connections at once, whatever they are for. */
  readonly connections: number;
  /** Of these, from one address (for IPv6 from one /64 network). This computer itself is exempt. */
  readonly connectionsPerAddress: number;
  /** Of these, such as have not become a device's yet. */
  readonly newcomers: number;
  /** Milliseconds from the first packet to the right password, whatever comes in between. */
  readonly loginMs: number;
  /** Milliseconds to prove a key in, after the upgrade. */
  readonly authenticateMs: number;
  /** Milliseconds between two pings; a peer that gives no sign of life from one to the next is ended. */
  readonly pingMs: number;
  /**
   * Bytes waiting for a slow receiver beyond which those who send to it are no longer read from. At least the 64 KiB
   * from which on a stream tells that it has drained.
   */
  readonly queueBytes: number;
  /** Milliseconds that one slow receiver may hold up its senders; then it is closed. */
  readonly stuckMs: number;
  /** Bytes that may be kept of messages that have begun and are not whole: in all, and from one address. */
  readonly unfinishedBytes: number;
  readonly unfinishedBytesPerAddress: number;
  /** Milliseconds for which such a message may stand still. */
  readonly unfinishedMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  connections: 4_096,
  connectionsPerAddress: 256,
  newcomers: 512,
  loginMs: 15_000,
  authenticateMs: 30_000,
  pingMs: 30_000,
  queueBytes: 256 * 1024,
  stuckMs: 60_000,
  unfinishedBytes: 64 * 1024 * 1024,
  unfinishedBytesPerAddress: 16 * 1024 * 1024,
  unfinishedMs: 30_000,
};

/** Bytes and lines of a request's head; more is answered with 431. Ours have a few hundred, in a dozen lines. */
export const HEAD_BYTES = 16 * 1024;
export const HEAD_LINES = 100;

/**
 * Bytes of one websocket message. It may hold several netstrings, the longest of which has a million bytes and a
 * header.
 */
export const MESSAGE_BYTES = 4 * 1024 * 1024;

/** Frames of one websocket message, and pieces of data that it is gathered from. */
export const MESSAGE_FRAMES = 4_096;
export const MESSAGE_CHUNKS = 65_536;

/** How long a peer may take to answer a close, in milliseconds, before its socket is cut. */
export const CLOSE_MS = 1_000;
