import type { Socket } from 'node:net';
import type { CrowdedReason } from '../events';
import { addressGroup, connectionId, isLoopback, plainAddress } from '../network/address';
import type { TrustedProxies } from '../network/clientAddress';
import { createEvictionQueue } from './evictionQueue';
import type { Limits } from './limits';

/** Counts the TCP connections, and ends those that hold a place for which there is somebody better. */
export interface ConnectionSlots {
  /**
   * Takes `socket` until it closes, and gives it a bounded time to log in. Where there is no room, who has been there
   * longest without becoming a device makes room, of the same address first; false: all are devices'.
   */
  admit(socket: Socket): boolean;
  /**
   * A request came on this connection, and tells that it is `from` there: through a proxy, another address than the
   * connection's own. False: there is no room for one more of that address.
   */
  asked(socket: Socket, from: string): boolean;
  /** The one on this connection (the socket itself, or what speaks TLS on it) gave the right password. */
  loggedIn(socket: Socket): void;
  /** It has proved its key: from now on it makes room for nobody. */
  settled(socket: Socket): void;
  /**
   * It stays, as a visitor of something else than the relay: for as long as that lets it, and without a newcomer's place.
   * It makes room for whoever comes where there is no other, so that it never takes a device's.
   */
  visits(socket: Socket): void;
  /** So many connections at once from now on; who is here stays. */
  setMost(connections: number): void;
  /** Cuts all that are open, but for those whose name (see connectionId) is among the spared. */
  cut(spared: ReadonlySet<string>): void;
}

interface Place {
  readonly id: string;
  readonly socket: Socket;
  /** As a person knows it, and as it is counted. */
  from: string;
  group: string;
  deadline: NodeJS.Timeout | undefined;
}

export function createConnectionSlots(
  limits: Limits,
  onCrowded: (from: string, reason: CrowdedReason) => void,
  proxies?: TrustedProxies,
): ConnectionSlots {
  let most = limits.connections;
  const places = new Map<string, Place>();
  const perGroup = new Map<string, number>();
  const newcomers = createEvictionQueue<Place>();
  const visitors = createEvictionQueue<Place>();

  function leave(place: Place): void {
    if (places.get(place.id) !== place) return;
    places.delete(place.id);
    clearTimeout(place.deadline);
    for (const queue of [newcomers, visitors]) queue.delete(place.group, place);
    uncount(place.group);
  }

  const count = (group: string) => void perGroup.set(group, (perGroup.get(group) ?? 0) + 1);

  function uncount(group: string): void {
    const open = (perGroup.get(group) ?? 1) - 1;
    if (open > 0) perGroup.set(group, open);
    else perGroup.delete(group);
  }

  /** Makes room by ending the connection of who is next to go, a visitor first; false when there is nobody. */
  const makeRoom = (group?: string): boolean => end(visitors.next(group) ?? newcomers.next(group));

  function end(place: Place | undefined): boolean {
    if (!place) return false;
    onCrowded(place.from, 'made room');
    // Its close comes later, and its place is needed now.
    leave(place);
    place.socket.destroy();
    return true;
  }

  /** Whether one more of this address may be here, having made room for it where that was possible. */
  function hasRoom(from: string, group: string): boolean {
    const ofGroup = isLoopback(from) ? 0 : (perGroup.get(group) ?? 0);
    return ofGroup < limits.connectionsPerAddress || makeRoom(group);
  }

  /** Why there is no room for one more of this address, having made some where that was possible. */
  function crowding(from: string, group: string): CrowdedReason | undefined {
    // A proxy has the connections of many: whose each is, its request tells.
    if (!proxies?.has(from) && !hasRoom(from, group)) return 'too many from one address';
    if (places.size >= most && !makeRoom()) return 'too many connections';
    if (newcomers.size >= limits.newcomers) end(newcomers.next());
    return undefined;
  }

  return {
    admit(socket) {
      const from = plainAddress(socket.remoteAddress);
      const group = proxies?.has(from) ? `proxy ${from}` : addressGroup(from);
      const reason = crowding(from, group);
      if (reason) {
        onCrowded(from, reason);
        return false;
      }
      const id = connectionId(socket);
      // Its peer is gone and is there again, and the end of the one before was not heard of yet.
      const before = places.get(id);
      if (before) leave(before);
      // One time for all that comes before the login, however it is filled: TLS, a request, silence.
      const deadline = setTimeout(() => socket.destroy(), limits.loginMs).unref();
      const place: Place = { id, socket, from, group, deadline };
      places.set(id, place);
      count(group);
      newcomers.add(group, place);
      socket.on('close', () => leave(place));
      return true;
    },
    asked(socket, from) {
      if (!proxies) return true;
      const place = places.get(connectionId(socket));
      const group = addressGroup(from);
      if (!place || place.group === group) return true;
      if (!hasRoom(from, group)) {
        onCrowded(from, 'too many from one address');
        return false;
      }
      newcomers.delete(place.group, place);
      uncount(place.group);
      place.from = from;
      place.group = group;
      count(group);
      newcomers.add(group, place);
      return true;
    },
    loggedIn(socket) {
      const place = places.get(connectionId(socket));
      if (!place) return;
      clearTimeout(place.deadline);
      place.deadline = undefined;
    },
    settled(socket) {
      const place = places.get(connectionId(socket));
      if (place) newcomers.delete(place.group, place);
    },
    visits(socket) {
      const place = places.get(connectionId(socket));
      if (!place) return;
      clearTimeout(place.deadline);
      newcomers.delete(place.group, place);
      visitors.add(place.group, place);
    },
    setMost(connections) {
      most = connections;
    },
    cut(spared) {
      for (const { id, socket } of places.values()) if (!spared.has(id)) socket.destroy();
    },
  };
}
