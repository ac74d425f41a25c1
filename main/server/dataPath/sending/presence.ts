import type { Account, ConnId, OtherDevices, RelayAction } from '../../../protocol/relay';
import type { Peer } from './peer';
import { adderOf } from './pendingFrames';
import { presenceFrame } from './presenceFrame';
import { Roster } from './roster';

/** Tells devices who of their account comes and goes: soon, since in a crowd there are too many for a write of each. */
export interface Presence {
  entered(action: Extract<RelayAction, { kind: 'enter' }>): void;
  exited(action: Extract<RelayAction, { kind: 'exit' }>): void;
}

/**
 * Milliseconds for which comings and goings are gathered: at least so many, so many more for each device of the account,
 * and at most so many. In a household nobody notices, and where a thousand devices hear of a thousand, each gets ten lists
 * a second and not a thousand events.
 */
const LEAST_GATHER_MS = 5;
const GATHER_MS_EACH = 0.1;
const MAX_GATHER_MS = 100;

/** `flush` sends what waits for a device, as it does before anything else that is sent to it. */
export function createPresence(peers: ReadonlyMap<ConnId, Peer>, flush: (receiver: Peer) => void): Presence {
  const rosters = new Map<Account, Roster>();
  /** Those who have something to be told: each account has its own time. */
  const gathering = new Map<Account, Set<Peer>>();

  function gatheringOf(account: Account, devices: number): Set<Peer> {
    const known = gathering.get(account);
    if (known) return known;
    const receivers = new Set<Peer>();
    gathering.set(account, receivers);
    const flushAll = () => {
      gathering.delete(account);
      for (const receiver of receivers) if (peers.has(receiver.conn)) flush(receiver);
    };
    setTimeout(flushAll, Math.min(LEAST_GATHER_MS + devices * GATHER_MS_EACH, MAX_GATHER_MS)).unref();
    return receivers;
  }

  function tell(account: Account, others: OtherDevices, frame: Buffer): void {
    const receivers = gatheringOf(account, others.length);
    const add = adderOf(frame);
    for (const { conn } of others) {
      const receiver = peers.get(conn);
      if (!receiver) continue;
      receiver.presence = add(receiver.presence);
      receivers.add(receiver);
    }
  }

  return {
    entered({ account, device, others }) {
      const roster = rosters.get(account) ?? new Roster();
      rosters.set(account, roster);
      const here = roster.frames();
      const frame = roster.add(device.key);
      if (others.length === 0) return;
      tell(account, others, frame);
      const newcomer = peers.get(device.conn);
      if (!newcomer) return;
      newcomer.presence = adderOf(here)(newcomer.presence);
      // At once: joined to what comes next, a long list would have to be copied.
      flush(newcomer);
    },
    exited({ account, device, others }) {
      const roster = rosters.get(account);
      roster?.delete(device.key);
      if (roster?.size === 0) rosters.delete(account);
      if (others.length > 0) tell(account, others, presenceFrame('exited', device.key));
    },
  };
}
