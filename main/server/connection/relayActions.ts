import { unreachable } from '../../lib/unreachable';
import type { CloseKind } from '../../protocol/closeCodes';
import type { ConnId, DeviceReport, RelayAction } from '../../protocol/relay';
import type { MessageSender } from '../dataPath/sending/messageSender';
import type { Peer } from '../dataPath/sending/peer';
import type { Presence } from '../dataPath/sending/presence';
import type { ServerEvent } from '../events';

export interface ActionRunnerDependencies {
  readonly peers: ReadonlyMap<ConnId, Peer>;
  readonly sending: MessageSender;
  /** Test devices are told of each other alone. */
  readonly presenceOf: (peer: Peer) => Presence;
  readonly onEvent: (event: ServerEvent) => void;
  /** The device has proved its key. */
  readonly onAuthenticated: (peer: Peer) => void;
  /** The connection is over for the relay. */
  readonly end: (peer: Peer, why: CloseKind) => void;
}

/** Does what the relay decided upon something that `cause` did, in its order. */
export type RunActions = (actions: readonly RelayAction[], cause: Peer) => void;

export function createActionRunner(deps: ActionRunnerDependencies): RunActions {
  const { peers, sending, presenceOf, onEvent } = deps;

  function send({ to, event }: Extract<RelayAction, { kind: 'send' }>, cause: Peer): void {
    const receiver = peers.get(to);
    if (!receiver) return;
    sending.event(receiver, event, peers.get(cause.conn));
    if (event.kind !== 'data') return;
    cause.sent += event.data.length;
    receiver.received += event.data.length;
    cause.messages += 1;
  }

  function report(report: DeviceReport, cause: Peer): void {
    if (report.kind === 'authenticated') {
      cause.key = report.key;
      deps.onAuthenticated(cause);
    }
    // Nobody is to notice a test device but for the log, which has told it; a blocked one is none.
    const isRefused = report.kind === 'notAdmitted' && report.why === 'blocked';
    if (cause.testDevice && !isRefused) return;
    switch (report.kind) {
      case 'authenticated':
      case 'notAdmitted':
        onEvent({ ...report, from: cause.from });
        return;
      case 'left': {
        // One that is replaced leaves because of another's doing.
        const { sent, received, messages } = peers.get(report.conn) ?? cause;
        onEvent({ ...report, sent, received, messages });
        return;
      }
      default:
        onEvent(report);
    }
  }

  function perform(action: RelayAction, cause: Peer): void {
    switch (action.kind) {
      case 'send':
        send(action, cause);
        return;
      case 'enter':
        presenceOf(cause).entered(action);
        return;
      case 'exit':
        presenceOf(cause).exited(action);
        return;
      case 'close': {
        const peer = peers.get(action.conn);
        if (peer) deps.end(peer, action.why);
        return;
      }
      case 'report':
        report(action.report, cause);
        return;
      default:
        unreachable(action);
    }
  }

  return (actions, cause) => {
    for (const action of actions) perform(action, cause);
  };
}
