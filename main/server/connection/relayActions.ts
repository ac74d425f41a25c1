import { unreachable } from '../../lib/unreachable';
import type { CloseKind } from '../../protocol/closeCodes';
import type { ConnId, DeviceReport, RelayAction } from '../../protocol/relay';
import type { Peer } from '../dataPath/sending/peer';
import type { Presence } from '../dataPath/sending/presence';
import type { Sending } from '../dataPath/sending/sending';
import type { ServerEvent } from '../events';

export interface ActionRunnerParts {
  readonly peers: ReadonlyMap<ConnId, Peer>;
  readonly sending: Sending;
  /** Test devices are told of each other alone. */
  readonly presenceOf: (peer: Peer) => Presence;
  readonly onEvent: (event: ServerEvent) => void;
  /** The device has proved its key. */
  readonly onAuthenticated: (peer: Peer) => void;
  /** The connection is over for the relay. */
  readonly end: (peer: Peer, why: CloseKind) => void;
}

/** Does what the relay decided upon something that `cause` did, in its order. */
export type RunActions = (effects: readonly RelayAction[], cause: Peer) => void;

export function createActionRunner(parts: ActionRunnerParts): RunActions {
  const { peers, sending, presenceOf, onEvent } = parts;

  function send({ to, event }: Extract<RelayAction, { kind: 'send' }>, cause: Peer): void {
    const receiver = peers.get(to);
    if (!receiver) return;
    sending.event(receiver, event, peers.get(cause.conn));
    if (event.kind !== 'data') return;
    cause.sent += event.data.length;
    receiver.received += event.data.length;
  }

  function report(fact: DeviceReport, cause: Peer): void {
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

  function perform(effect: RelayAction, cause: Peer): void {
    switch (effect.kind) {
      case 'send':
        send(effect, cause);
        return;
      case 'enter':
        presenceOf(cause).entered(effect);
        return;
      case 'exit':
        presenceOf(cause).exited(effect);
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
