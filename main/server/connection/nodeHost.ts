import type { ConnId } from '../../protocol/relay';
import type { Backpressure } from '../dataPath/sending/backpressure';
import type { MessageSender } from '../dataPath/sending/messageSender';
import type { Peer } from '../dataPath/sending/peer';
import type { NodeHost } from '../distant';
import type { RunActions } from './relayActions';

/** What other nodes bring about for the devices of this one. */
export function createNodeHost(
  peers: ReadonlyMap<ConnId, Peer>,
  runActions: RunActions,
  sending: MessageSender,
  backpressure: Backpressure,
): NodeHost {
  /** Does nothing for a device that has gone meanwhile. */
  const withPeer = (conn: ConnId, work: (peer: Peer) => void): void => {
    const peer = peers.get(conn);
    if (peer) work(peer);
  };

  return {
    run: (actions, conn) => withPeer(conn, (peer) => runActions(actions, peer)),
    deliver: (conn, sender, pieces, data) =>
      withPeer(conn, (peer) => sending.deliver(sender, peer, pieces, data)),
    passedOn: (conn, dataBytes) =>
      withPeer(conn, (peer) => {
        peer.sent += dataBytes;
        peer.messages += 1;
      }),
    hold: (conn, reason) => withPeer(conn, (peer) => backpressure.hold(peer, reason)),
    release: (conn, reason) => withPeer(conn, (peer) => backpressure.release(peer, reason)),
  };
}
