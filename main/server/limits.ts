/** How much one peer, and all together, may ask of the relay. Everything that a stranger can grow has its bound here. */
export interface Limits {
  /** TCP connections at once, whatever they are for. */
  readonly connections: number;
  /** Of these, from one address (for IPv6 from one /64 network). This computer itself is exempt. */
  readonly connectionsPerAddress: number;
  /** Of these, such as have not become a device's connection yet. */
  readonly handshakes: number;
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
}

export const DEFAULT_LIMITS: Limits = {
  connections: 4_096,
  connectionsPerAddress: 256,
  handshakes: 512,
  authenticateMs: 30_000,
  pingMs: 30_000,
  queueBytes: 256 * 1024,
  stuckMs: 60_000,
};

/** Milliseconds for a request's header to come whole, for the whole request, and for a TLS handshake. */
export const HEADER_MS = 10_000;
export const REQUEST_MS = 15_000;
export const TLS_HANDSHAKE_MS = 10_000;

/** Bytes of a request's header; more is answered with 431. Ours have a few hundred. */
export const HEADER_BYTES = 16 * 1024;

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
