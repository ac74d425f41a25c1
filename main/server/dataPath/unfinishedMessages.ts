import type { Limits } from '../limits/limits';
import { addressGroup, isLoopback } from '../network/address';
import type { FrameReader } from './frames/frameReader';
import type { Peer } from './sending/peer';

/**
 * Bounds what is kept of messages that have begun to come and are not whole: in all, for one address, and in time. (What
 * is whole is passed on at once, and has the bounds of those who take it.)
 */
export interface UnfinishedMessages {
  /** Something came from `peer`, and what had to be done upon it has been done. */
  came(peer: Peer, reader: Pick<FrameReader<object>, 'held' | 'taken'>): void;
  gone(peer: Peer): void;
  /** Gives up those whose message has not gone on since the last look. */
  look(): void;
}

interface Group {
  bytes: number;
  /** In the order in which their messages began. */
  readonly members: Set<Member>;
}

interface Member {
  readonly peer: Peer;
  readonly name: string;
  readonly reader: Pick<FrameReader<object>, 'held' | 'taken'>;
  held: number;
  /** How much of its messages had come at the last look. */
  looked: number;
}

/** `onStuck` ends the connection of who is given up. Who `isExcused` is not read from, and cannot go on. */
export function createUnfinishedMessages(
  limits: Limits,
  isExcused: (peer: Peer) => boolean,
  onStuck: (peer: Peer) => void,
): UnfinishedMessages {
  const members = new Map<Peer, Member>();
  const groups = new Map<string, Group>();
  let total = 0;

  function add(peer: Peer, reader: Pick<FrameReader<object>, 'held' | 'taken'>): Member {
    const member = { peer, name: addressGroup(peer.from), reader, held: 0, looked: -1 };
    members.set(peer, member);
    return member;
  }

  function hold(member: Member, bytes: number): void {
    const group = groups.get(member.name) ?? { bytes: 0, members: new Set() };
    groups.set(member.name, group);
    total += bytes - member.held;
    group.bytes += bytes - member.held;
    // One that was whole and has begun anew is the last to have begun.
    if (bytes <= member.held) group.members.delete(member);
    if (bytes > 0) group.members.add(member);
    if (group.members.size === 0) groups.delete(member.name);
    member.held = bytes;
  }

  /** Of this group, or of the one that holds most, the one whose message began first. */
  function giveUpOne(group: Group | undefined): void {
    const most = group ?? [...groups.values()].sort((a, b) => b.bytes - a.bytes)[0];
    const [first] = most?.members ?? [];
    if (first) giveUp(first);
  }

  function giveUp(member: Member): void {
    gone(member.peer);
    onStuck(member.peer);
  }

  const isStuck = ({ held, reader, looked, peer }: Member): boolean =>
    held > 0 && reader.taken === looked && !isExcused(peer);

  function gone(peer: Peer): void {
    const member = members.get(peer);
    if (!member) return;
    hold(member, 0);
    members.delete(peer);
  }

  return {
    came(peer, reader) {
      const bytes = reader.held + peer.decoder.held;
      const known = members.get(peer);
      if (bytes === (known?.held ?? 0)) return;
      const member = known ?? add(peer, reader);
      hold(member, bytes);
      const group = groups.get(member.name);
      if (group && group.bytes > limits.unfinishedBytesPerAddress && !isLoopback(peer.from)) giveUpOne(group);
      if (total > limits.unfinishedBytes) giveUpOne(undefined);
    },
    gone,
    look() {
      for (const member of [...members.values()]) {
        if (isStuck(member)) giveUp(member);
        // Who could not go on has all of its time once it can.
        member.looked = isExcused(member.peer) ? -1 : member.reader.taken;
      }
    },
  };
}
