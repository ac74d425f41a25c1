import { closePeer, type Peer, waitingFor } from '../dataPath/sending/peer';
import type { ConnectionSlots } from '../limits/connectionSlots';
import { CLOSE_MS } from '../limits/limits';
import { connectionId } from '../network/address';

/** How often it is looked at whether a device has taken what was on its way to it, in milliseconds. */
const LOOK_MS = 50;

/**
 * Closes every client (1001): at once, but for those who have not taken yet what is on its way to them, who have up to
 * `drainMs` milliseconds for it. Who does not answer is cut a second later. Gives what ends the cutting, for when all are
 * gone.
 */
export function closeAll(peers: () => Iterable<Peer>, slots: ConnectionSlots, drainMs: number): () => void {
  const end = performance.now() + drainMs;
  const closed = new Set<Peer>();
  const look = () => {
    for (const peer of peers()) {
      if (closed.has(peer) || (performance.now() < end && waitingFor(peer) > 0)) continue;
      closed.add(peer);
      closePeer(peer, 'goingAway');
    }
  };
  look();
  const looking = setInterval(look, LOOK_MS);
  // Those that are no device's yet. A closed device's socket is cut by ws.
  const cutting = setTimeout(() => {
    slots.cut(new Set([...peers()].map(({ stream }) => connectionId(stream))));
  }, CLOSE_MS);
  const last = setTimeout(() => slots.cut(new Set()), drainMs + 2 * CLOSE_MS);
  return () => {
    clearInterval(looking);
    for (const timer of [cutting, last]) clearTimeout(timer);
  };
}
