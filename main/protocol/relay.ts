import { unreachable } from '../lib/unreachable';
import type { Account, ConnId, NotAdmitted, PresentDevice, RelayAction } from './actions';
import type { DeviceKey } from './deviceKey';
import { verify as verifySignature } from './identity';
import type { Command, Misaddressed, RelayEvent } from './messages';
import type { Bytes } from './netstring';
import { error, forbidden, NO_SECOND_TRY, NOT_ADMITTED } from './refusals';

export type {
  Account,
  ConnId,
  DeviceReport,
  NotAdmitted,
  OtherDevices,
  PresentDevice,
  RelayAction,
} from './actions';

/** Decides on a device that proved its key. */
export type AdmitDevice = (key: DeviceKey) => 'admitted' | NotAdmitted;

/**
 * The relay itself, without sockets, clock or randomness: events in, actions out. All behaviour is PROTOCOL
 * section 5. Connections that are unknown or over are ignored, so a late event of an old socket does no harm.
 */
export interface Relay {
  /** A connection of `account` came; `challenge` is 32 random bytes, never used before. */
  opened(conn: ConnId, account: Account, challenge: Bytes): readonly RelayAction[];
  received(conn: ConnId, command: Command | Misaddressed): readonly RelayAction[];
  gone(conn: ConnId): readonly RelayAction[];
  /** The device is no longer let in: if it is here, its connection ends. */
  expelled(key: DeviceKey): readonly RelayAction[];
  /** The device has a newer connection, at another relay that acts as one with this: if it is here, its connection ends. */
  replaced(key: DeviceKey): readonly RelayAction[];
  /** Whom the device on `conn` asked to be connected with. */
  requestsOf(conn: ConnId): ReadonlySet<DeviceKey>;
  /** The connections that came with this account's login. */
  connectionsOf(account: Account): readonly ConnId[];
  /** The account is no longer let in: all its connections end. */
  accountExpelled(account: Account): readonly RelayAction[];
  /** Whom data of the device on `conn` for `key` goes to, if they are linked. */
  linked(conn: ConnId, key: DeviceKey): ConnId | undefined;
  /** Rises whenever a link comes or goes. */
  readonly linkChanges: LinkChanges;
}

/**
 * As long as the count is the same, so is what was told of links. It is looked at for every message: a field, and no call
 * or sum. Whoever makes or ends links besides raises it, too.
 */
export interface LinkChanges {
  count: number;
}

/** A connection that has proved its key. Links are to devices, not to keys: a new socket starts without any. */
interface Device extends PresentDevice {
  readonly account: Account;
  /** The standing requests: whom this device asked to be connected with. */
  requests: Set<DeviceKey>;
  links: Map<DeviceKey, Device>;
}

// Most devices sit idle, and are many: what they do not have costs nothing. These two are never added to.
const NO_REQUESTS = new Set<DeviceKey>();
const NO_LINKS = new Map<DeviceKey, Device>();

/** A connection that has not. Without a challenge: it was answered wrongly, and there is no other. */
interface Stranger {
  readonly account: Account;
  readonly challenge: Bytes | undefined;
}

type Verify = (key: DeviceKey, message: Bytes, signature: Bytes) => boolean;

/** `verify` is replaced only where a test needs thousands of logins. */
export function createRelay(verify: Verify = verifySignature, admit: AdmitDevice = () => 'admitted'): Relay {
  /** Few at any time, however many devices there are. */
  const strangers = new Map<ConnId, Stranger>();
  const connections = new Map<ConnId, Device>();
  const devices = new Map<DeviceKey, Device>();
  const channels = new Map<Account, Set<Device>>();

  const linkChanges: LinkChanges = { count: 0 };

  function authenticate(conn: ConnId, account: Account, key: DeviceKey): RelayAction[] {
    const actions: RelayAction[] = [];
    const old = devices.get(key);
    if (old) actions.push(...endDevice(old, 'replaced'));
    const device: Device = { conn, key, account, requests: NO_REQUESTS, links: NO_LINKS };
    const channel = channels.get(account) ?? new Set();
    strangers.delete(conn);
    connections.set(conn, device);
    devices.set(key, device);
    channels.set(account, channel);
    actions.push(
      { kind: 'report', report: { kind: 'authenticated', conn, key } },
      send(device, { kind: 'authenticated' }),
    );
    actions.push({ kind: 'enter', account, device, others: [...channel] });
    channel.add(device);
    return actions;
  }

  function turnAway(conn: ConnId, key: DeviceKey, why: NotAdmitted): RelayAction[] {
    strangers.delete(conn);
    return [
      { kind: 'report', report: { kind: 'notAdmitted', conn, key, why } },
      error(conn, NOT_ADMITTED[why]),
      { kind: 'close', conn, why: 'notAdmitted' },
    ];
  }

  /** Takes a device out of everything, and tells those who knew of it. */
  function leave(device: Device, replaced: boolean): RelayAction[] {
    const actions: RelayAction[] = [];
    linkChanges.count++;
    for (const other of device.links.values()) {
      other.links.delete(device.key);
      actions.push(send(other, { kind: 'disconnected', key: device.key }), unlinked(device, other));
    }
    devices.delete(device.key);
    const channel = channels.get(device.account);
    channel?.delete(device);
    if (channel?.size === 0) channels.delete(device.account);
    actions.push({ kind: 'exit', account: device.account, device, others: [...(channel ?? [])] });
    actions.push({ kind: 'report', report: { kind: 'left', conn: device.conn, key: device.key, replaced } });
    return actions;
  }

  function connect(device: Device, key: DeviceKey): RelayAction[] {
    if (key === device.key) return [error(device.conn, "Can't connect to self")];
    if (device.requests.size >= MAX_REQUESTS && !device.requests.has(key)) {
      return [error(device.conn, 'Too many connection requests')];
    }
    if (device.requests === NO_REQUESTS) device.requests = new Set();
    device.requests.add(key);
    const other = devices.get(key);
    if (!other?.requests.has(device.key) || device.links.has(key)) return [];
    linkChanges.count++;
    for (const end of [device, other]) if (end.links === NO_LINKS) end.links = new Map();
    device.links.set(key, other);
    other.links.set(device.key, device);
    return [
      send(device, { kind: 'connected', key }),
      send(other, { kind: 'connected', key: device.key }),
      { kind: 'report', report: { kind: 'linked', keys: [device.key, key] } },
    ];
  }

  function disconnect(device: Device, key: DeviceKey): RelayAction[] {
    device.requests.delete(key);
    const other = device.links.get(key);
    if (!other) return [];
    linkChanges.count++;
    device.links.delete(key);
    other.links.delete(device.key);
    return [
      send(device, { kind: 'disconnected', key }),
      send(other, { kind: 'disconnected', key: device.key }),
      unlinked(device, other),
    ];
  }

  function receivedFromDevice(device: Device, command: Command | Misaddressed): RelayAction[] {
    switch (command.kind) {
      case 'iam':
        return [error(device.conn, NO_SECOND_TRY)];
      case 'connect':
        return connect(device, command.key);
      case 'disconnect':
        return disconnect(device, command.key);
      case 'sendData': {
        const other = device.links.get(command.key);
        if (!other) return [error(device.conn, 'No such connection')];
        return [send(other, { kind: 'data', key: device.key, data: command.data })];
      }
      case 'misaddressed':
        return toNobody(device, command.command);
      default:
        return unreachable(command);
    }
  }

  /** The same as with a device that is never here. */
  function toNobody(device: Device, command: Command['kind']): RelayAction[] {
    if (command === 'iam') return [error(device.conn, NO_SECOND_TRY)];
    return command === 'sendData' ? [error(device.conn, 'No such connection')] : [];
  }

  function receivedFromStranger(
    conn: ConnId,
    { account, challenge }: Stranger,
    command: Command | Misaddressed,
  ): RelayAction[] {
    switch (command.kind) {
      case 'iam': {
        if (!challenge) return [error(conn, NO_SECOND_TRY)];
        if (!verify(command.key, challenge, command.signature)) {
          strangers.set(conn, { account, challenge: undefined });
          return [
            { kind: 'report', report: { kind: 'signatureRefused', conn, key: command.key } },
            error(conn, 'Invalid signature'),
          ];
        }
        const admittance = admit(command.key);
        if (admittance === 'admitted') return authenticate(conn, account, command.key);
        return turnAway(conn, command.key, admittance);
      }
      case 'misaddressed':
        if (command.command !== 'iam') return forbidden(conn, command.command);
        if (!challenge) return [error(conn, NO_SECOND_TRY)];
        strangers.set(conn, { account, challenge: undefined });
        return [error(conn, 'Invalid signature')];
      default:
        return forbidden(conn, command.kind);
    }
  }

  const strangersOf = (account: Account): ConnId[] =>
    [...strangers].filter(([, stranger]) => stranger.account === account).map(([conn]) => conn);

  function expelStranger(conn: ConnId): RelayAction {
    strangers.delete(conn);
    return { kind: 'close', conn, why: 'notAdmitted' };
  }

  function endDevice(device: Device, why: 'replaced' | 'notAdmitted'): RelayAction[] {
    connections.delete(device.conn);
    return [...leave(device, why === 'replaced'), { kind: 'close', conn: device.conn, why }];
  }

  function endKey(key: DeviceKey, why: 'replaced' | 'notAdmitted'): RelayAction[] {
    const device = devices.get(key);
    return device ? endDevice(device, why) : [];
  }

  return {
    opened(conn, account, challenge) {
      strangers.set(conn, { account, challenge });
      return [{ kind: 'send', to: conn, event: { kind: 'who', challenge } }];
    },
    received(conn, command) {
      const device = connections.get(conn);
      if (device) return receivedFromDevice(device, command);
      const stranger = strangers.get(conn);
      return stranger ? receivedFromStranger(conn, stranger, command) : [];
    },
    gone(conn) {
      strangers.delete(conn);
      const device = connections.get(conn);
      connections.delete(conn);
      return device ? leave(device, false) : [];
    },
    expelled: (key) => endKey(key, 'notAdmitted'),
    replaced: (key) => endKey(key, 'replaced'),
    requestsOf: (conn) => connections.get(conn)?.requests ?? NO_REQUESTS,
    connectionsOf: (account) => [
      ...[...(channels.get(account) ?? [])].map(({ conn }) => conn),
      ...strangersOf(account),
    ],
    accountExpelled(account) {
      const channel = [...(channels.get(account) ?? [])];
      const ended = new Set(channel.map(({ conn }) => conn));
      channels.delete(account);
      // None of them hears of the others' end before its own.
      const isHeard = (action: RelayAction) => action.kind !== 'send' || !ended.has(action.to);
      return [
        ...channel.flatMap((device) => endDevice(device, 'notAdmitted').filter(isHeard)),
        ...strangersOf(account).map(expelStranger),
      ];
    },
    linked: (conn, key) => connections.get(conn)?.links.get(key)?.conn,
    linkChanges,
  };
}

/** Standing requests that one device may hold: far more than a household has devices. */
export const MAX_REQUESTS = 1_000;

const send = (device: Device, event: RelayEvent): RelayAction => ({ kind: 'send', to: device.conn, event });

const unlinked = (a: Device, b: Device): RelayAction => ({
  kind: 'report',
  report: { kind: 'unlinked', keys: [a.key, b.key] },
});
