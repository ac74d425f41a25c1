import type { Account, ConnId } from '../../../protocol/relay';
import type { MessageTraffic } from '../../../server/dataPath/sending/peer';

/** Makes of what each connection has counted in all what passed since the last look. */
export interface ConnectionTraffic {
  /** Those that are open, as they are now. */
  look(connections: readonly MessageTraffic[]): void;
  /** One that is over, after its last bytes. */
  closed(connection: MessageTraffic): void;
}

export function createConnectionTraffic(
  counted: (account: Account, from: string, sent: number, received: number) => void,
): ConnectionTraffic {
  const seen = new Map<ConnId, { readonly sent: number; readonly received: number }>();

  function count({ conn, account, from, sent, received }: MessageTraffic): void {
    const before = seen.get(conn) ?? { sent: 0, received: 0 };
    if (sent === before.sent && received === before.received) return;
    counted(account, from, sent - before.sent, received - before.received);
    seen.set(conn, { sent, received });
  }

  return {
    look: (connections) => connections.forEach(count),
    closed(connection) {
      count(connection);
      seen.delete(connection.conn);
    },
  };
}
