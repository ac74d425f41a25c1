import type { RelayEvent } from '../protocol/messages';
import type { Limits } from './limits';
import type { Peer } from './peer';

/**
 * Keeps memory from growing behind a slow receiver, without losing a byte: while more than the limit waits for it,
 * those who send to it are not read from, so that their own systems make them wait. A receiver that stays over the
 * limit is given up after a bounded time.
 */
export interface Backpressure {
  /** Something was queued for `receiver` because of what `sender` did (undefined: somebody who is gone). */
  queued(receiver: Peer, sender: Peer | undefined, kind: RelayEvent['kind']): void;
  /** All that waited for `receiver` is on its way. */
  drained(receiver: Peer): void;
  /** The peer is no more; nobody waits for it, and it waits for nobody. */
  gone(peer: Peer): void;
  /** Whether `peer` is not read from. */
  isHeld(peer: Peer): boolean;
  /** Whether more than the limit waits for `peer`: its own time runs, and a ping would come last. */
  isSlow(peer: Peer): boolean;
}

/** A receiver that is over the limit: who is not read from because of it, and until when it has time. */
interface Slow {
  readonly senders: Set<Peer>;
  readonly timer: NodeJS.Timeout;
}

export function createBackpressure(limits: Limits, onStuck: (receiver: Peer) => void): Backpressure {
  const slow = new Map<Peer, Slow>();
  /** The same the other way round: senders that are not read from, and because of whom. */
  const held = new Map<Peer, Set<Peer>>();

  function slowEntry(receiver: Peer): Slow {
    const known = slow.get(receiver);
    if (known) return known;
    const timer = setTimeout(() => onStuck(receiver), limits.stuckMs).unref();
    const entry = { senders: new Set<Peer>(), timer };
    slow.set(receiver, entry);
    return entry;
  }

  function hold(sender: Peer, receiver: Peer): void {
    const reasons = held.get(sender) ?? new Set();
    if (reasons.size === 0) sender.websocket.pause();
    held.set(sender, reasons.add(receiver));
  }

  function release(receiver: Peer): void {
    const entry = slow.get(receiver);
    if (!entry) return;
    clearTimeout(entry.timer);
    slow.delete(receiver);
    for (const sender of entry.senders) {
      const reasons = held.get(sender);
      reasons?.delete(receiver);
      if (reasons?.size !== 0) continue;
      held.delete(sender);
      sender.websocket.resume();
    }
  }

  return {
    queued(receiver, sender, kind) {
      if (receiver.stream.writableLength <= limits.queueBytes) return;
      const { senders } = slowEntry(receiver);
      // Who only came or went must not have to wait for somebody else's slowness.
      if (sender === undefined || kind === 'entered' || kind === 'exited') return;
      senders.add(sender);
      hold(sender, receiver);
    },
    drained: release,
    gone(peer) {
      release(peer);
      for (const receiver of held.get(peer) ?? []) slow.get(receiver)?.senders.delete(peer);
      // So that its answer to our close is read.
      if (held.delete(peer)) peer.websocket.resume();
    },
    isHeld: (peer) => held.has(peer),
    isSlow: (peer) => slow.has(peer),
  };
}
