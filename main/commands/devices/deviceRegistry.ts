import type { KnownDevice } from '../../app/devices/knownDevice';
import { createKnownDevices, type KnownDevices } from '../../app/devices/knownDevices';
import { systemClock } from '../../lib/clock';
import { err, ok, type Result } from '../../lib/result';
import { type DeviceKey, parseDeviceKey } from '../../protocol/deviceKey';
import type { AdmitDevice } from '../../protocol/relay';
import type { Traffic } from '../../server/dataPath/sending/peer';
import type { ServerEvent } from '../../server/events';
import { CommandError } from '../commandError';
import type { ControlAnswer, ControlRequest, ListedDevice } from './controlProtocol';
import { readDevices, type StoredDevices, writeDevices } from './deviceFile';

export interface DeviceRegistryDependencies {
  readonly path: string;
  /** False: another relay keeps this file, and it is only read. */
  readonly mayWrite: () => boolean;
  readonly traffic: () => readonly Traffic[];
  readonly expel: (key: DeviceKey) => void;
  readonly log: (text: string) => void;
}

/** The devices that a relay without a window knows, in a file, and what is decided on them. */
export interface DeviceRegistry {
  readonly admit: AdmitDevice;
  handleEvent(event: ServerEvent): void;
  /** Does what was asked for, and gives the devices as they are then. */
  answer(request: ControlRequest): ControlAnswer;
  /** Reads the file again. Throws a CommandError, and then all stays as it was. */
  reload(): void;
  /** Writes what was not written yet. */
  close(): void;
}

/** Throws a CommandError where the file cannot be used. */
export function createDeviceRegistry(deps: DeviceRegistryDependencies): DeviceRegistry {
  const links = new Map<DeviceKey, readonly DeviceKey[]>();
  let stored = readDevices(deps.path);
  let told: string | undefined;
  let known = knownDevicesOf(stored);

  function knownDevicesOf({ devices }: StoredDevices): KnownDevices {
    return createKnownDevices({
      store: { load: () => ({ value: devices, setAside: undefined, problem: undefined }), save },
      devices,
      clock: systemClock,
      onlyKnown: () => stored.onlyKnown,
      onChange(problem) {
        if (problem !== undefined && problem !== told)
          deps.log(
            `The known devices cannot be saved (${problem}): what is decided now is lost at the next start`,
          );
        told = problem;
      },
    });
  }

  function save(devices: StoredDevices['devices']): ReturnType<typeof writeDevices> {
    if (!deps.mayWrite()) return ok(undefined);
    return writeDevices(deps.path, { ...stored, devices });
  }

  function link([a, b]: readonly [DeviceKey, DeviceKey], change: typeof withLink): void {
    for (const [key, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const changed = change(links.get(key) ?? [], other);
      if (changed.length > 0) links.set(key, changed);
      else links.delete(key);
    }
  }

  function list(): ControlAnswer {
    const here = new Map(deps.traffic().map((one) => [one.key, one]));
    const devices = [...known.devices().values()].map((device) =>
      listed(device, here.get(device.key), links.get(device.key)),
    );
    const waiting = stored.onlyKnown ? known.waiting() : [];
    for (const { key, from, at } of waiting)
      devices.push({ key, from, state: 'waiting', firstSeen: at, lastSeen: at });
    return {
      ok: true,
      devices,
      onlyKnown: stored.onlyKnown,
      moreWaiting: stored.onlyKnown ? known.moreWaiting() : 0,
    };
  }

  /** The one whose key or name this is, or whose key alone begins so; a whole key need not be known. */
  function find(text: string): Result<DeviceKey, string> {
    const all = [
      ...known.devices().values(),
      ...known.waiting().map(({ key }) => ({ key, name: undefined })),
    ];
    // A name can look like a key, or its beginning.
    const found =
      [
        all.filter(({ key }) => key === text),
        all.filter(({ name }) => name === text),
        all.filter(({ key }) => key.startsWith(text)),
      ].find(({ length }) => length > 0) ?? [];
    const key = found[0]?.key ?? parseDeviceKey(text);
    if (key === undefined) return err(`There is no device with the name or key ${text}.`);
    return found.length > 1
      ? err(`${found.length} devices are meant by ${text}: give more of the key.`)
      : ok(key);
  }

  function decide(request: Exclude<ControlRequest, { kind: 'list' | 'only-known' }>, key: DeviceKey): void {
    switch (request.kind) {
      case 'name':
        known.rename(key, request.name);
        return;
      case 'block':
        known.block(key);
        deps.expel(key);
        return;
      case 'unblock':
        known.unblock(key);
        return;
      case 'forget':
        known.forget(key);
        deps.expel(key);
        return;
      case 'let-in':
        known.approve(key);
        return;
    }
  }

  return {
    admit: (key) => known.admit(key),
    handleEvent(event) {
      known.handleEvent(event);
      if (event.kind === 'left') known.left(event.key);
      else if (event.kind === 'linked') link(event.keys, withLink);
      else if (event.kind === 'unlinked') link(event.keys, withoutLink);
    },
    answer(request) {
      if (request.kind === 'only-known') {
        stored = { ...stored, onlyKnown: request.on };
        known.save();
      } else if (request.kind !== 'list') {
        const key = find(request.device);
        if (!key.ok) return { ok: false, problem: key.error };
        decide(request, key.value);
      }
      return told === undefined || request.kind === 'list'
        ? list()
        : { ok: false, problem: `It is done, but not saved (${told}).` };
    },
    reload() {
      // What was decided since then is not in the file.
      if (told !== undefined) known.save();
      if (told !== undefined)
        throw new CommandError(
          `The known devices cannot be saved (${told}), and were not read again: what was decided meanwhile would be lost.`,
        );
      const newer = readDevices(deps.path);
      known.discard();
      stored = newer;
      known = knownDevicesOf(newer);
      for (const { conn, key, from } of deps.traffic()) {
        if (known.admit(key) === 'admitted') known.handleEvent({ kind: 'authenticated', conn, key, from });
        else deps.expel(key);
      }
    },
    close: () => known.close(),
  };
}

const withLink = (links: readonly DeviceKey[], other: DeviceKey): readonly DeviceKey[] => [...links, other];

const withoutLink = (links: readonly DeviceKey[], other: DeviceKey): readonly DeviceKey[] =>
  links.filter((key) => key !== other);

function listed(
  { key, name, firstSeen, lastSeen, lastFrom, blocked }: KnownDevice,
  traffic: Traffic | undefined,
  linkedWith: readonly DeviceKey[] = [],
): ListedDevice {
  const seen = { key, ...(name !== undefined && { name }), from: lastFrom, firstSeen, lastSeen };
  if (!traffic) return { ...seen, state: blocked ? 'blocked' : 'away' };
  const { sent, received } = traffic;
  return { ...seen, state: 'connected', sent, received, linkedWith: [...linkedWith] };
}
