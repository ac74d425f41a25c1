// @ts-check

/** Who only counts answers no ping, and would be taken for dead: an unasked pong says the same. */
const PONG = Buffer.from([0x8a, 0x80, 1, 2, 3, 4]);
const PONG_EVERY_MS = 15_000;

/**
 * Keeps connections that say nothing, until what it returns is called.
 * @param {readonly import('./peer.mjs').Peer[]} peers more may be added
 */
export const keepAlive = (peers) => {
  const timer = setInterval(() => {
    for (const peer of peers) peer.write(PONG);
  }, PONG_EVERY_MS);
  return () => clearInterval(timer);
};
