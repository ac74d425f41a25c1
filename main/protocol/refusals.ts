import { unreachable } from '../lib/unreachable';
import type { ConnId, NotAdmitted, RelayAction } from './actions';
import type { Command } from './messages';

/** For a device that proved its key, and is not let in. */
export const NOT_ADMITTED: Record<NotAdmitted, string> = {
  blocked: 'This device is blocked',
  unknown: 'This device has to be let in at the relay first',
};

/** For one that has proved its key, or failed to. */
export const NO_SECOND_TRY = 'Authentication cannot proceed. Reconnect and try again.';

/** An error event for one connection. */
export const error = (to: ConnId, message: string): RelayAction => ({
  kind: 'send',
  to,
  event: { kind: 'error', code: 'Generic', message },
});

/** What a connection may not do before it has proved a key. */
export function forbidden(conn: ConnId, command: Exclude<Command['kind'], 'iam'>): RelayAction[] {
  switch (command) {
    case 'connect':
      return [error(conn, 'Connection forbidden')];
    case 'disconnect':
      return [];
    case 'sendData':
      return [error(conn, 'Sending forbidden')];
    default:
      return unreachable(command);
  }
}
