import type { MenuItemConstructorOptions } from 'electron';
import type { Problem, Snapshot } from '../../preload/contract';
import { unreachable } from '../lib/unreachable';
import { abbreviate } from '../protocol/deviceKey';
import { relayUrl } from '../protocol/relayUrl';
import type { AppState, RelayStatus } from './state';

/** The state in a sentence: the tray's first line and tooltip, the window's heading. */
export function statusSentence({ relay, devices }: AppState): string {
  switch (relay.kind) {
    case 'starting':
      return 'Starting…';
    case 'running':
      return `Running. ${deviceCount(devices.length)} connected.`;
    case 'stopped':
      return 'Stopped.';
    case 'problem':
      return `Not running. ${shortProblem(relay.problem)}`;
    default:
      return unreachable(relay);
  }
}

function shortProblem(problem: Problem): string {
  switch (problem.kind) {
    case 'portInUse':
      return `Port ${problem.port} is taken.`;
    case 'portForbidden':
      return `Port ${problem.port} is not allowed.`;
    case 'addressNotAvailable':
      return 'Its address is gone.';
    case 'passwordLocked':
      return 'The password is locked.';
    case 'cannotListen':
    case 'listenerFailed':
      return 'The network said no.';
    default:
      return unreachable(problem);
  }
}

const deviceCount = (count: number): string => {
  if (count === 0) return 'No devices';
  return count === 1 ? '1 device' : `${count} devices`;
};

/** Whole addresses to give to a device, best first. */
export const addresses = (state: AppState): string[] =>
  state.hosts.map((host) => relayUrl(host, state.port, false));

/** Which of the three drawings the tray shows. */
export type TrayIcon = 'running' | 'stopped' | 'problem';

export const trayIcon = (relay: RelayStatus): TrayIcon =>
  relay.kind === 'starting' ? 'stopped' : relay.kind;

/** What the tray's menu can do. */
export interface TrayActions {
  start(): void;
  stop(): void;
  copy(text: string): void;
  openWindow(): void;
  quit(): void;
}

export function trayMenu(state: AppState, act: TrayActions): MenuItemConstructorOptions[] {
  const running = state.relay.kind === 'running' || state.relay.kind === 'starting';
  return [
    { id: 'status', label: statusSentence(state), enabled: false },
    { type: 'separator' },
    running
      ? { id: 'toggle', label: 'Stop relay', click: act.stop }
      : { id: 'toggle', label: 'Start relay', click: act.start },
    { type: 'separator' },
    { id: 'addresses', label: 'Addresses', submenu: addressMenu(state, act) },
    { id: 'devices', label: `Devices (${state.devices.length})`, submenu: deviceMenu(state, act) },
    { type: 'separator' },
    { id: 'open', label: 'Open Buckets Relay…', click: act.openWindow },
    { id: 'quit', label: 'Quit Buckets Relay', accelerator: 'CommandOrControl+Q', click: act.quit },
  ];
}

function addressMenu(state: AppState, act: TrayActions): MenuItemConstructorOptions[] {
  const all = addresses(state);
  if (all.length === 0) return [{ label: 'This computer is on no network', enabled: false }];
  return [
    { label: 'Choose one to copy it', enabled: false },
    ...all.map((address) => ({ label: address, click: () => act.copy(address) })),
  ];
}

function deviceMenu(state: AppState, act: TrayActions): MenuItemConstructorOptions[] {
  const rows = state.devices.map((device) => ({
    label: `${abbreviate(device.key)} from ${device.from}`,
    click: act.openWindow,
  }));
  const none = { label: 'No device is connected', enabled: false };
  return [
    ...(rows.length > 0 ? rows : [none]),
    { type: 'separator' },
    { label: 'Add a device…', click: act.openWindow },
  ];
}

export function snapshot(state: AppState, version: string): Snapshot {
  return {
    version,
    relay: state.relay.kind,
    sentence: statusSentence(state),
    problem: state.relay.kind === 'problem' ? state.relay.problem : undefined,
    addresses: addresses(state),
    username: state.username,
    passwordKept: state.passwordKept,
    port: state.port,
    reach: state.reach,
    devices: state.devices.map(({ key, from, since, linkedWith }) => ({
      key,
      abbreviation: abbreviate(key),
      from,
      since,
      linkedWith: linkedWith.map(abbreviate),
    })),
    setAside: state.setAside,
    saveProblem: state.saveProblem,
  };
}
