import type { Envelope, EnvelopeKind } from './envelope';
import type { NodeId } from './nodeId';

/**
 * What two nodes know of each other's messages. Each side has a number for its session; a message counts only if it names
 * both, and is the next. As soon as one is missing, or a side has heard nothing for too long, that side takes another number:
 * whatever belonged to the session is over for both, and nothing of it that comes late is taken for something new.
 *
 *     not up ── hello(mine, yours as far as it is known) ──▶ is answered by the same
 *     a greeting that names my session, or message 0 ──▶ up, and a ping says so
 */
export interface Session {
  readonly node: NodeId;
  readonly isUp: boolean;
  /** The head of the next message. The session is to be up. */
  next(kind: 'control' | 'data'): Envelope;
  /** The head of what says that this node is here: a hello until the session is up, then a ping. */
  greeting(): Envelope;
  heard(envelope: Envelope, now: number): Heard;
  /** This side is through with it. True if it was up. */
  reset(): boolean;
  /** Milliseconds since something was heard. */
  silence(now: number): number;
  /** Begins to count the silence anew. */
  excuse(now: number): void;
}

/** What a message meant. */
export interface Heard {
  /** What became of the session by it, before the message itself counts. */
  readonly became: 'up' | 'down' | undefined;
  /** It is the next one, and is to be done. */
  readonly isNext: boolean;
  /** The other side should be greeted. */
  readonly greet: boolean;
}

const NOTHING: Heard = { became: undefined, isNext: false, greet: false };
const NEXT: Heard = { became: undefined, isNext: true, greet: false };

/** `draw` gives random whole numbers, from 1 to 2^32 - 1. */
export function createSession(own: NodeId, node: NodeId, now: number, draw: () => number): Session {
  let session = draw();
  /** The other side's; 0 as long as none is known. */
  let theirs = 0;
  let isUp = false;
  let sent = 0;
  let expected = 0;
  let heardAt = now;

  const head = (kind: EnvelopeKind, number: number): Envelope => ({
    ...{ kind, from: own, session, echo: theirs, number },
  });

  function reset(): boolean {
    const wasUp = isUp;
    isUp = false;
    session = draw();
    theirs = 0;
    sent = 0;
    expected = 0;
    return wasUp;
  }

  function down(): Heard {
    reset();
    return { became: 'down', isNext: false, greet: true };
  }

  /** The other side is not up. */
  function hello({ session: other, echo }: Envelope): Heard {
    const became = isUp && other !== theirs && reset() ? 'down' : undefined;
    theirs = other;
    if (isUp || echo !== session) return { became, isNext: false, greet: true };
    isUp = true;
    return { became: 'up', isNext: false, greet: true };
  }

  /** The other side is up, and this one is not: it may have missed nothing. */
  function catchUp({ kind, session: other, echo, number }: Envelope): Heard {
    if (other !== theirs || echo !== session) return { became: undefined, isNext: false, greet: true };
    if (number > 0) return { ...down(), became: undefined };
    isUp = true;
    if (kind === 'ping') return { became: 'up', isNext: false, greet: true };
    expected = 1;
    return { became: 'up', isNext: true, greet: true };
  }

  return {
    node,
    get isUp() {
      return isUp;
    },
    next(kind) {
      const envelope = head(kind, sent);
      sent = (sent + 1) >>> 0;
      return envelope;
    },
    greeting: () => (isUp ? head('ping', sent) : head('hello', 0)),
    heard(envelope, time) {
      heardAt = time;
      if (envelope.kind === 'hello') return hello(envelope);
      if (!isUp) return catchUp(envelope);
      // It is left over from another session; a greeting will tell which one is in force.
      if (envelope.session !== theirs || envelope.echo !== session) return NOTHING;
      if (envelope.number !== expected) return down();
      if (envelope.kind === 'ping') return NOTHING;
      expected = (expected + 1) >>> 0;
      return NEXT;
    },
    reset,
    silence: (time) => time - heardAt,
    excuse(time) {
      heardAt = Math.max(heardAt, time);
    },
  };
}
