import type { Clock } from '../lib/clock';
import type { DeviceKey } from '../protocol/deviceKey';
import type { Command, Misaddressed } from '../protocol/messages';
import type { Bytes } from '../protocol/netstring';
import type { ConnId, Relay, RelayAction } from '../protocol/relay';
import { encodeEvent } from '../protocol/wire';
import { serverFrame } from '../server/dataPath/frames/frame';
import type { NodeHost, NodeRelay } from '../server/distant';
import { Asking } from './asking';
import { DeferredCommands } from './deferredCommands';
import { DeviceLists } from './deviceLists';
import type { DistantLink } from './distantLink';
import { DistantPresence } from './distantPresence';
import type { Exchange, ExchangeHandler } from './exchange';
import { distant, Links } from './links';
import { type LocalDevice, LocalDevices } from './localDevices';
import { createMesh, type Mesh } from './mesh';
import {
  type AboutDevice,
  type DistantDevice,
  readAboutAccount,
  readAboutDevice,
  writeJson,
} from './messages';
import type { NodeId } from './nodeId';
import { createStampClock, isNewer, msSince } from './stamp';
import { deviceHash, type Subjects } from './subjects';

export interface ClusterOptions {
  readonly own: NodeId;
  readonly exchange: Exchange;
  readonly subjects: Subjects;
  readonly clock: Clock;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** Milliseconds since 1970, and parts of them. */
  readonly wallNow: () => number;
  /** Random whole numbers, from 1 to 2^32 - 1. */
  readonly draw: () => number;
}

/** One relay that acts as one with those of other nodes. */
export interface ClusterRelay extends NodeRelay {
  readonly mesh: Pick<Mesh, 'up'>;
  /** How much is kept of devices, here and elsewhere: nothing where none is here. */
  readonly kept: number;
  /** What the exchange brings is for it. */
  readonly handler: ExchangeHandler;
  /** Tells the others that this node ends; its devices are to be gone before. */
  stop(): void;
}

/**
 * Puts around a relay what makes it a node of many. What concerns two devices here it leaves to the relay; what concerns a
 * device here and one elsewhere it does itself, with the same events for the device.
 */
export function createClusterRelay(relay: Relay, host: NodeHost, options: ClusterOptions): ClusterRelay {
  const { own, exchange, subjects, clock } = options;
  const stamps = createStampClock(options.wallNow);
  const devices = new LocalDevices();
  const mesh = createMesh({
    ...options,
    stamps,
    handler: {
      up(node) {
        presence.up(node);
        // What was said before may not have been heard there.
        for (const device of devices.all()) announce(device);
      },
      down(node) {
        links.down(node);
        presence.down(node);
        lists.down(node);
      },
      control(node, control) {
        links.control(node, control);
        presence.control(node, control);
        lists.control(node, control);
      },
      data: (node, data, frames) => links.data(node, data, frames),
    },
  });
  const links = new Links({
    ...{ own, relay, devices, mesh, host, movedTo },
    acquaint: (node, theirs, ours) => presence.acquaint(node, theirs, ours),
    onSettled: (conn) => deferred.settled(conn),
    // The other one may be somewhere else already.
    onEnded(device, key) {
      asking.askIfWanted(device, key);
    },
  });
  const asking = new Asking({ ...{ own, relay, devices, links, clock, publish }, now: options.now });
  const presence = new DistantPresence({
    ...{ own, exchange, subjects, mesh, devices, host },
    movedTo,
    onEntered(account, key) {
      for (const device of devices.of(account)) asking.askIfWanted(device, key);
    },
  });
  const lists = new DeviceLists(mesh, clock, (account) => presence.here(account));
  const deferred = new DeferredCommands(clock, host, relay.linkChanges, (conn, command) =>
    host.run(commanded(conn, command), conn),
  );
  const undo = [exchange.subscribe(subjects.devices), exchange.subscribe(subjects.accounts)];

  function publish(key: DeviceKey, message: AboutDevice): void {
    exchange.publish(subjects.device(deviceHash(key)), writeJson(message));
  }

  /** Says that the device is here, and asks for whom it waits. */
  function announce(device: LocalDevice): void {
    publish(device.key, { kind: 'announce', node: own, device: distant(device) });
    for (const key of relay.requestsOf(device.conn)) asking.askIfWanted(device, key);
  }

  function received(subject: string, message: Uint8Array): void {
    if (mesh.received(subject, message)) return;
    const about = subjects.about(subject);
    if (!about) return;
    if ('device' in about) {
      const ofDevice = devices.hasHash(about.device) ? readAboutDevice(message) : undefined;
      if (ofDevice) heardOfDevice(ofDevice);
      return;
    }
    const ofAccount = presence.has(about.account) ? readAboutAccount(message) : undefined;
    if (ofAccount) presence.asked(ofAccount.node, ofAccount.account);
  }

  function heardOfDevice(message: AboutDevice): void {
    if (message.kind === 'ask') {
      links.asked(message.node, message);
      return;
    }
    movedTo(message.node, message.device);
  }

  /** A device has logged in at another node: the older one here, and links to an older one, end. False: ours is newer. */
  function movedTo(node: NodeId, { key, stamp }: DistantDevice): boolean {
    // If it comes here next, that is later, whatever the nodes' clocks say.
    stamps.saw(stamp);
    const local = devices.withKey(key);
    if (local && !isNewer({ node, stamp }, { node: own, stamp: local.stamp })) {
      // The other node has not heard of it.
      announce(local);
      return false;
    }
    if (local) host.run(after(relay.replaced(key)), local.conn);
    links.endTo(key, { node, stamp });
    return true;
  }

  function came(action: Extract<RelayAction, { kind: 'enter' }>): RelayAction[] {
    const { account, device, others } = action;
    const { conn, key } = device;
    const before = presence.moved(key, account);
    const elsewhere = presence.elsewhere(account);
    const local: LocalDevice = {
      ...{ conn, key, account, stamp: stamps.next(), hash: deviceHash(key) },
      asked: undefined,
    };
    devices.add(local);
    // First: the older connection ends before it hears of its links' end.
    announce(local);
    links.endTo(key, { node: own, stamp: local.stamp });
    presence.entered(local);
    return [...before, { ...action, others: [...others, ...elsewhere] }];
  }

  function went(action: Extract<RelayAction, { kind: 'exit' }>): RelayAction[] {
    const local = devices.on(action.device.conn);
    if (!local) return [action];
    devices.remove(local);
    lastWords(local, deferred.gone(local.conn));
    for (const link of [...links.of(local).values()]) links.end(link, false);
    return [action, ...presence.left(local)];
  }

  /** What the relay decided, with what it means for other nodes. */
  const after = (actions: readonly RelayAction[]): readonly RelayAction[] =>
    actions.some(({ kind }) => kind === 'enter' || kind === 'exit') ? actions.flatMap(withOthers) : actions;

  function withOthers(action: RelayAction): readonly RelayAction[] {
    if (action.kind === 'enter') return came(action);
    return action.kind === 'exit' ? went(action) : [action];
  }

  /** A command that concerns a device elsewhere; undefined where the relay has to decide. */
  function aboutDistant(
    local: LocalDevice,
    command: Command | Misaddressed,
  ): readonly RelayAction[] | undefined {
    if (command.kind === 'connect') {
      const actions = relay.received(local.conn, command);
      if (asking.wants(local, command.key)) asking.askTwice(local, command.key);
      return actions;
    }
    if (command.kind !== 'disconnect' && command.kind !== 'sendData') return undefined;
    const link = links.of(local).get(command.key);
    // Of an offered link the other one may have heard already, so that its end waits too.
    const isOffered = link !== undefined && !link.isLinked;
    if (isOffered || (command.kind === 'sendData' && !link && asking.isPending(local, command.key))) {
      deferred.begin(local.conn, command);
      return [];
    }
    if (command.kind === 'disconnect') {
      asking.withdrawn(local, command.key);
      const actions = relay.received(local.conn, command);
      if (link) links.end(link, true);
      return actions;
    }
    if (!link) return undefined;
    pass(link, local, command.data);
    return [];
  }

  function pass(link: DistantLink, { conn, key }: LocalDevice, data: Bytes): void {
    const message = encodeEvent({ kind: 'data', key, data });
    host.passedOn(conn, data.length);
    link.forward([serverFrame(message)], {
      ...{ dataBytes: data.length, messages: 1 },
      messageBytes: message.length,
    });
  }

  /** What a device that has gone said to one with which it was about to be linked: the other one may be already. */
  function lastWords(local: LocalDevice, commands: readonly (Command | Misaddressed)[]): void {
    for (const command of commands) {
      const link = command.kind === 'sendData' && links.of(local).get(command.key);
      if (!link) return;
      pass(link, local, command.data);
    }
  }

  function commanded(conn: ConnId, command: Command | Misaddressed): readonly RelayAction[] {
    const local = devices.on(conn);
    if (local && deferred.joined(conn, command)) return [];
    const actions = local && aboutDistant(local, command);
    return actions ?? after(relay.received(conn, command));
  }

  function whenPassedOn(conn: ConnId, done: () => void): boolean {
    const goOn = () => {
      if (!whenPassedOn(conn, done)) done();
    };
    if (deferred.whenSettled(conn, goOn)) return true;
    const local = devices.on(conn);
    return local !== undefined && links.whenPassedOn(local, done);
  }

  return {
    ...relay,
    mesh,
    received: commanded,
    gone: (conn) => after(relay.gone(conn)),
    expelled: (key) => after(relay.expelled(key)),
    replaced: (key) => after(relay.replaced(key)),
    accountExpelled: (account) => after(relay.accountExpelled(account)),
    // Nothing overtakes commands that wait.
    linked: (conn, key) => (deferred.has(conn) ? undefined : relay.linked(conn, key)),
    distant: (conn, key) => (deferred.has(conn) ? undefined : links.find(devices.on(conn), key)),
    whenPassedOn,
    async devicesElsewhere(account) {
      const devices = await lists.ask(account);
      return devices.map(({ key, stamp }) => ({ key, ms: msSince(stamp, stamps.time) }));
    },
    get kept() {
      return devices.count + links.count + presence.count + deferred.count + lists.count;
    },
    handler: {
      received,
      restored() {
        presence.askAll();
        for (const device of devices.all()) announce(device);
      },
    },
    stop() {
      mesh.stop();
      for (const dispose of undo) dispose();
    },
  };
}
