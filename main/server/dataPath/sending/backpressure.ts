import type { RelayEvent } from '../../../protocol/messages';
import type { Sender } from '../../distant';
import type { Limits } from '../../limits/limits';
import type { Peer } from './peer';
import { unacknowledgedBytes } from './unacknowledgedBytes';

/**
 * Keeps memory from growing behind a slow receiver, and others from waiting behind what is sent to it, without losing a
 * byte: while more is on its way to it than there may be, those who send to it are not read from, so that their own
 * systems make them wait. A receiver that does not get on is given up after a bounded time; one that takes what it is
 * sent, however slowly, is not.
 */
export interface Backpressure {
  /** Something was queued for `receiver` because of what `sender` did (undefined: somebody who is gone). */
  queued(receiver: Peer, sender: Sender | undefined, kind: RelayEvent['kind']): void;
  /** All that waited for `receiver` is on its way. */
  drained(receiver: Peer): void;
  /** `receiver` has told that it took more of what was sent. */
  took(receiver: Peer): void;
  /** `sender` is not read from until it is released for the same reason. */
  hold(sender: Sender, reason: object): void;
  release(sender: Sender, reason: object): void;
  /** The peer is no more; nobody waits for it, and it waits for nobody. */
  gone(peer: Peer): void;
  /** Whether `peer` is not read from. */
  isHeld(peer: Peer): boolean;
  /** Whether more than the limit waits for `peer`: its own time runs, and a ping would come last. */
  isSlow(peer: Peer): boolean;
}

/** A receiver that is over the limit: who is not read from because of it, and until when it has time. */
interface Slow {
  readonly receiver: Peer;
  readonly senders: Set<Sender>;
  timer: NodeJS.Timeout;
  /** When it was last seen to get on. */
  since: number;
  /** What waited for it at the last look; undefined before the first. */
  queue: number | undefined;
}

/** Who tells what it takes is waited for longer where its next answer lies behind a long message, but not for ever. */
const BYTES_IN_TIME = 60 * 1024;
const MAX_TIMES = 5;

/** How soon it is looked again at one that has not told yet whether it answers, in milliseconds. */
const FIRST_LOOK_MS = 300;

export function createBackpressure(
  limits: Limits,
  onStuck: (receiver: Peer) => void,
  now: () => number = () => performance.now(),
): Backpressure {
  const slow = new Map<object, Slow>();
  /** The same the other way round: senders that are not read from, and because of whom, or of what else. */
  const held = new Map<Sender, Set<object>>();

  /** Of one that is not read from no answer is read: only the queue tells of it, and that goes down without. */
  const isOver = (peer: Peer): boolean =>
    peer.stream.writableLength > limits.queueBytes || (!held.has(peer) && peer.delivery.isBehind(now));

  /** Milliseconds for which one may not get on. */
  function patience({ delivery }: Peer): number {
    if (!delivery.answers) return limits.stuckMs;
    return limits.stuckMs * Math.min(Math.max(delivery.untilNext / BYTES_IN_TIME, 1), MAX_TIMES);
  }

  function slowEntry(receiver: Peer): Slow {
    const known = slow.get(receiver);
    if (known) return known;
    const timer = look(receiver, firstLook(receiver));
    const entry = { receiver, senders: new Set<Sender>(), since: now(), queue: undefined, timer };
    slow.set(receiver, entry);
    return entry;
  }

  /** One that is over only until it is known whether it answers has nothing to drain. */
  const firstLook = ({ delivery }: Peer): number =>
    delivery.answers ? limits.stuckMs / 2 : Math.min(FIRST_LOOK_MS, limits.stuckMs / 2);

  const look = (receiver: Peer, ms: number) => setTimeout(() => checkProgress(receiver), ms).unref();

  function checkProgress(receiver: Peer): void {
    const entry = slow.get(receiver);
    if (!entry) return;
    if (!isOver(receiver) && receiver.stream.writableLength === 0) {
      release(receiver);
      return;
    }
    // While nobody sends to it this only becomes less, and only when it takes something.
    const queue = receiver.stream.writableLength + unacknowledgedBytes(receiver.stream);
    if (entry.queue !== undefined && queue < entry.queue) entry.since = now();
    entry.queue = queue;
    const left = entry.since + patience(receiver) - now();
    if (left <= 0) onStuck(receiver);
    else entry.timer = look(receiver, Math.min(left, limits.stuckMs / 2));
  }

  function hold(sender: Sender, reason: object): void {
    const reasons = held.get(sender) ?? new Set();
    if (reasons.size === 0) sender.input.hold();
    held.set(sender, reasons.add(reason));
    // Else two that send to each other would wait for each other's answers, which nobody reads.
    const own = slow.get(sender);
    if (own && !isOver(own.receiver)) release(own.receiver);
  }

  function letGo(sender: Sender, reason: object): void {
    const reasons = held.get(sender);
    reasons?.delete(reason);
    if (reasons?.size !== 0) return;
    held.delete(sender);
    sender.input.release();
  }

  function release(receiver: Peer): void {
    const entry = slow.get(receiver);
    if (!entry) return;
    clearTimeout(entry.timer);
    slow.delete(receiver);
    for (const sender of entry.senders) letGo(sender, receiver);
  }

  return {
    queued(receiver, sender, kind) {
      if (!isOver(receiver)) return;
      const { senders } = slowEntry(receiver);
      // Who only came or went must not have to wait for somebody else's slowness.
      if (sender === undefined || kind === 'entered' || kind === 'exited') return;
      senders.add(sender);
      hold(sender, receiver);
    },
    drained(receiver) {
      if (!isOver(receiver)) release(receiver);
    },
    took(receiver) {
      const entry = slow.get(receiver);
      if (!entry) return;
      entry.since = now();
      if (!isOver(receiver)) release(receiver);
    },
    hold,
    release: letGo,
    gone(peer) {
      release(peer);
      for (const reason of held.get(peer) ?? []) slow.get(reason)?.senders.delete(peer);
      // So that its answer to our close is read.
      if (held.delete(peer)) peer.input.release();
    },
    isHeld: (peer) => held.has(peer),
    isSlow: (peer) => slow.has(peer),
  };
}
