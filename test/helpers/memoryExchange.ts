import type { Exchange, ExchangeHandler } from '../../main/cluster/exchange';

type Said =
  | { readonly kind: 'subscribe' | 'unsubscribe'; readonly subject: string }
  | { readonly kind: 'publish'; readonly subject: string; readonly message: Uint8Array };

/** Far more than a few nodes have to say to each other. */
const MOST_STEPS = 100_000;

/**
 * An exchange as a server of core NATS is one, in memory: what one end says reaches it in its order, and what it passes on
 * reaches each end in its order, subscriptions as late as all else. When is for a test to choose, and what is lost.
 */
export class MemoryHub {
  private readonly ends = new Set<MemoryEnd>();
  /** Decides on each delivery; false: it is lost. */
  carries: (from: MemoryEnd, to: MemoryEnd) => boolean = () => true;

  connect(): MemoryEnd {
    const end = new MemoryEnd();
    this.ends.add(end);
    return end;
  }

  /** The end is not there any more: what it has not said yet is not said. */
  disconnect(end: MemoryEnd): void {
    this.ends.delete(end);
  }

  /** Moves one thing that is on its way; `int` chooses among so many. False: nothing is. */
  step(int: (below: number) => number): boolean {
    const moves: (() => void)[] = [];
    for (const end of this.ends) {
      if (end.outbox.length > 0) moves.push(() => this.take(end));
      if (end.canRead) moves.push(() => end.read());
    }
    moves[int(moves.length)]?.();
    return moves.length > 0;
  }

  /** Until nothing is on its way. */
  settle(int: (below: number) => number): void {
    for (let steps = 0; this.step(int); steps++)
      if (steps > MOST_STEPS) throw new Error('they do not come to rest');
  }

  private take(from: MemoryEnd): void {
    const said = from.outbox.shift();
    if (!said) return;
    const { subject } = said;
    if (said.kind === 'subscribe') from.subjects.set(subject, (from.subjects.get(subject) ?? 0) + 1);
    if (said.kind === 'unsubscribe') {
      const left = (from.subjects.get(subject) ?? 1) - 1;
      if (left > 0) from.subjects.set(subject, left);
      else from.subjects.delete(subject);
    }
    if (said.kind !== 'publish') return;
    for (const to of this.ends)
      if (to !== from && isAmong(subject, to.subjects) && this.carries(from, to))
        to.inbox.push([subject, said.message]);
  }
}

/** One node's connection to it. */
export class MemoryEnd implements Exchange {
  readonly outbox: Said[] = [];
  readonly inbox: [string, Uint8Array][] = [];
  /** What the hub knows it to listen to. */
  readonly subjects = new Map<string, number>();
  private readonly wanted = new Map<string, number>();
  private handler: ExchangeHandler | undefined;
  isPaused = false;

  listen(handler: ExchangeHandler): void {
    this.handler = handler;
  }

  subscribe(subject: string): () => void {
    this.outbox.push({ kind: 'subscribe', subject });
    this.wanted.set(subject, (this.wanted.get(subject) ?? 0) + 1);
    let isUndone = false;
    return () => {
      if (isUndone) return;
      isUndone = true;
      this.outbox.push({ kind: 'unsubscribe', subject });
      const left = (this.wanted.get(subject) ?? 1) - 1;
      if (left > 0) this.wanted.set(subject, left);
      else this.wanted.delete(subject);
    };
  }

  publish(subject: string, message: Uint8Array): void {
    this.outbox.push({ kind: 'publish', subject, message: Uint8Array.from(message) });
  }

  /** Tells its node that something may have been lost. */
  restored(): void {
    this.handler?.restored();
  }

  get canRead(): boolean {
    return !this.isPaused && this.inbox.length > 0;
  }

  read(): void {
    const next = this.inbox.shift();
    if (next && isAmong(next[0], this.wanted)) this.handler?.received(next[0], next[1]);
  }
}

/** As it is, or with `*` for its last part. */
const isAmong = (subject: string, patterns: ReadonlyMap<string, unknown>): boolean =>
  patterns.has(subject) || patterns.has(subject.replace(/[^.]+$/, '*'));
