import { setTimeout as sleep } from 'node:timers/promises';
import { closePeer, type Peer } from '../dataPath/sending/peer';

/** How often some are closed, in milliseconds. */
const STEP_MS = 50;

/**
 * Closes clients (1001) evenly over `ms` milliseconds, in no order: all would else come back at once, to the nodes that are
 * left. Who has gone by then needs no close. `now` gives milliseconds that never go back.
 */
export async function drainPeers(
  peers: readonly Peer[],
  ms: number,
  now: () => number = () => performance.now(),
): Promise<void> {
  const begun = now();
  const left = peers
    .map((peer) => ({ peer, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ peer }) => peer);
  const all = left.length;
  for (;;) {
    const part = ms === 0 ? 1 : Math.min(1, (now() - begun) / ms);
    const due = Math.floor(all * part) - (all - left.length);
    for (const peer of left.splice(0, due)) closePeer(peer, 'goingAway');
    // Also with nobody to close: balancers need their time to see that it is not ready.
    if (part === 1) return;
    await sleep(Math.min(STEP_MS, ms));
  }
}
