import { closePeer, type Peer } from '../dataPath/sending/peer';
import type { ConnectionSlots } from '../limits/connectionSlots';
import { CLOSE_MS } from '../limits/limits';
import { connectionId } from '../network/address';

/**
 * Closes every client (1001). Who does not answer is cut after about a second; but who still takes what is on its way to
 * it has `drainMs` milliseconds. Gives what ends the cutting, for when all are gone.
 */
export function closeAll(peers: () => Iterable<Peer>, slots: ConnectionSlots, drainMs: number): () => void {
  for (const peer of peers()) closePeer(peer, 'goingAway');
  const end = performance.now() + drainMs;
  const cutting = setInterval(() => {
    const draining =
      performance.now() < end ? [...peers()].filter(({ stream }) => stream.writableLength > 0) : [];
    slots.cut(new Set(draining.map(({ stream }) => connectionId(stream))));
  }, CLOSE_MS);
  return () => clearInterval(cutting);
}
