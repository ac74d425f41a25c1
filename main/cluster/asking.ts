import type { Clock } from '../lib/clock';
import type { DeviceKey } from '../protocol/deviceKey';
import type { Relay } from '../protocol/relay';
import { askOf, type Links } from './links';
import type { LocalDevice, LocalDevices } from './localDevices';
import type { AboutDevice } from './messages';
import type { NodeId } from './nodeId';

export interface AskingDependencies {
  readonly own: NodeId;
  readonly relay: Pick<Relay, 'requestsOf' | 'linked'>;
  readonly devices: LocalDevices;
  readonly links: Links;
  readonly clock: Clock;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** Publishes what is about the device with this key. */
  readonly publish: (key: DeviceKey, message: AboutDevice) => void;
}

/** An ask that found nobody is repeated once: between servers of an exchange, who listens where is known a moment later. */
const ASK_AGAIN_MS = 2_000;

/** Data for one who was asked for so long ago waits for the answer, in milliseconds. */
const ASKED_JUST_NOW_MS = 100;

/** Asks that are to be repeated, at most; who asks more has to do without. */
const MAX_REPEATED = 10_000;

/** Asks for devices elsewhere that devices here want to be connected with. */
export class Asking {
  private repeated = 0;

  constructor(private readonly deps: AskingDependencies) {}

  /** Whether the device asked for one that is not here, and there is no link yet. */
  wants(device: LocalDevice, key: DeviceKey): boolean {
    const { relay, devices, links } = this.deps;
    return relay.requestsOf(device.conn).has(key) && !devices.withKey(key) && !links.find(device, key);
  }

  ask(device: LocalDevice, key: DeviceKey): void {
    this.deps.publish(key, { kind: 'ask', node: this.deps.own, ...askOf(device, key) });
  }

  /** Asks where that is still wanted. */
  askIfWanted(device: LocalDevice, key: DeviceKey): void {
    if (this.wants(device, key)) this.ask(device, key);
  }

  /** Now, and once more a moment later. */
  askTwice(device: LocalDevice, key: DeviceKey): void {
    const { devices, clock, now } = this.deps;
    this.ask(device, key);
    const keys = this.askedJustNow(device) ?? new Set();
    device.asked = { keys: keys.add(key), at: now() };
    if (this.repeated >= MAX_REPEATED) return;
    this.repeated += 1;
    clock.after(ASK_AGAIN_MS, () => {
      this.repeated -= 1;
      if (devices.on(device.conn) === device) this.askIfWanted(device, key);
    });
  }

  /** The device does not want that one any more. (So it has asked for no more than it may.) */
  withdrawn({ asked }: LocalDevice, key: DeviceKey): void {
    asked?.keys.delete(key);
  }

  /** The device has asked for that one a moment ago, and may hear that they are linked. */
  isPending(device: LocalDevice, key: DeviceKey): boolean {
    const isAsked = this.askedJustNow(device)?.has(key) === true;
    return isAsked && this.deps.relay.linked(device.conn, key) === undefined;
  }

  private askedJustNow({ asked }: LocalDevice): Set<DeviceKey> | undefined {
    return asked && this.deps.now() - asked.at < ASKED_JUST_NOW_MS ? asked.keys : undefined;
  }
}
