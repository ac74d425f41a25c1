import type { Peer } from '../dataPath/sending/peer';

/** What a peer's connection had done when it was last looked at. */
interface Sign {
  readonly read: number;
  readonly delivered: number;
  readonly waiting: number;
}

const signOf = ({ stream }: Peer): Sign => ({
  read: stream.bytesRead,
  delivered: stream.bytesWritten - stream.writableLength,
  waiting: stream.writableLength,
});

/**
 * Something came; or what was waiting to be sent became less, which it only does when the other end takes it. (What
 * is sent while nothing waits proves nothing: the system takes it for a dead peer too.)
 */
const isAlive = (before: Sign, now: Sign): boolean =>
  now.read !== before.read || (before.waiting > 0 && now.delivered !== before.delivered);

/**
 * Pings every peer in each interval, and calls `onSilent` for those that gave no sign of life since the last ping: a
 * peer that died is noticed within two intervals. Those who are `isExcused`, since it is known why nothing is heard of
 * them, are not judged.
 */
export function startHeartbeat(
  pingMs: number,
  peers: () => Iterable<Peer>,
  isExcused: (peer: Peer) => boolean,
  onSilent: (peer: Peer) => void,
): () => void {
  const signs = new WeakMap<Peer, Sign>();
  const timer = setInterval(() => {
    for (const peer of [...peers()]) {
      if (isExcused(peer)) {
        // It hears that we are there, and nothing of its silence is held against it.
        signs.delete(peer);
        peer.websocket.ping();
        continue;
      }
      const before = signs.get(peer);
      const now = signOf(peer);
      signs.set(peer, now);
      if (before && !isAlive(before, now)) onSilent(peer);
      else peer.websocket.ping();
    }
  }, pingMs);
  timer.unref();
  return () => clearInterval(timer);
}
