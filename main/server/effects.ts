import { unreachable } from '../lib/unreachable';
import type { CloseKind } from '../protocol/closeCodes';
import type { ConnId, Effect, Fact } from '../protocol/relay';
import { encodeEvent } from '../protocol/wire';
import type { Backpressure } from './backpressure';
import type { ServerEvent } from './events';
import { gatherWrites } from './gatherWrites';
import type { Peer } from './peer';

export interface EffectsParts {
  readonly peers: ReadonlyMap<ConnId, Peer>;
  readonly backpressure: Backpressure;
  readonly onEvent: (event: ServerEvent) => void;
  /** The device has proved its key. */
  readonly onAuthenticated: (peer: Peer) => void;
  /** The connection is over for the relay. */
  readonly end: (peer: Peer, why: CloseKind) => void;
  /** Milliseconds that never go back. */
  readonly now: () => number;
}

/** Does what the relay decided upon something that `cause` did, in its order. */
export type Apply = (effects: readonly Effect[], cause: Peer) => void;

export function createEffects(parts: EffectsParts): Apply {
  const { peers, backpressure, onEvent, now } = parts;

  function send({ to, event }: Extract<Effect, { kind: 'send' }>, cause: Peer): void {
    const receiver = peers.get(to);
    if (!receiver) return;
    gatherWrites(receiver.stream);
    // A socket that is closing drops this without an error, and its own close is under way.
    const bytes = encodeEvent(event);
    receiver.websocket.send(bytes);
    const ask = receiver.delivery.send(bytes.length, now);
    if (ask) receiver.websocket.ping(ask);
    if (event.kind === 'data') {
      cause.sent += event.data.length;
      receiver.received += event.data.length;
    }
    backpressure.queued(receiver, peers.get(cause.conn), event.kind);
  }

  function report(fact: Fact, cause: Peer): void {
    if (fact.kind === 'authenticated') {
      cause.key = fact.key;
      parts.onAuthenticated(cause);
    }
    // Nobody is to notice a visit but for the log, which has told it; a blocked device is no visitor.
    const isRefused = fact.kind === 'notAdmitted' && fact.why === 'blocked';
    if (cause.visits && !isRefused) return;
    switch (fact.kind) {
      case 'authenticated':
      case 'notAdmitted':
        onEvent({ ...fact, from: cause.from });
        return;
      case 'left': {
        // One that is replaced leaves because of another's doing.
        const { sent, received } = peers.get(fact.conn) ?? cause;
        onEvent({ ...fact, sent, received });
        return;
      }
      default:
        onEvent(fact);
    }
  }

  function perform(effect: Effect, cause: Peer): void {
    switch (effect.kind) {
      case 'send':
        send(effect, cause);
        return;
      case 'close': {
        const peer = peers.get(effect.conn);
        if (peer) parts.end(peer, effect.why);
        return;
      }
      case 'report':
        report(effect.fact, cause);
        return;
      default:
        unreachable(effect);
    }
  }

  return (effects, cause) => {
    for (const effect of effects) perform(effect, cause);
  };
}
