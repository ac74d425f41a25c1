import type { MenuItemConstructorOptions } from 'electron';
import type { Language, Platform, Snapshot } from '../../preload/views';
import { unreachable } from '../lib/unreachable';
import { abbreviate, type DeviceKey } from '../protocol/deviceKey';
import { relayUrl } from '../protocol/relayUrl';
import { shortProblem, type Texts } from '../texts';
import { deviceViews, MOST_ROWS } from './devices/deviceViews';
import { FIRST_PORT, settingsView } from './settings/settings';
import type { AppState, RelayStatus } from './state';

/** The state in a sentence: the tray's first line and tooltip, the window's heading. */
export function statusSentence({ relay, devices }: AppState, { common }: Texts): string {
  switch (relay.kind) {
    case 'starting':
      return common.starting;
    case 'running':
      return common.running(devices.length);
    case 'stopped':
      return common.stopped;
    case 'problem':
      return common.notRunning(shortProblem(relay.problem, common.shortProblem));
    default:
      return unreachable(relay);
  }
}

const isEncrypted = ({ settings }: AppState) => settings.tls.kind !== 'off';

/** Whole addresses to give to a device, best first. */
export const addresses = (state: AppState): string[] =>
  state.hosts.map((host) => relayUrl(host, state.settings.port ?? FIRST_PORT, isEncrypted(state)));

/** What a person calls a device, or what tells it from others. */
export const deviceName = (state: AppState, key: DeviceKey): string =>
  state.known.get(key)?.name ?? abbreviate(key);

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
  openDevice(key: DeviceKey): void;
  addDevice(): void;
  quit(): void;
}

export function trayMenu(state: AppState, texts: Texts, act: TrayActions): MenuItemConstructorOptions[] {
  const { tray } = texts.system;
  const running = state.relay.kind === 'running' || state.relay.kind === 'starting';
  return [
    { id: 'status', label: statusSentence(state, texts), enabled: false },
    { type: 'separator' },
    running
      ? { id: 'toggle', label: tray.stop, click: act.stop }
      : { id: 'toggle', label: tray.start, click: act.start },
    { type: 'separator' },
    { id: 'addresses', label: tray.addresses, submenu: addressMenu(state, tray, act) },
    { id: 'devices', label: tray.devices(state.devices.length), submenu: deviceMenu(state, tray, act) },
    { type: 'separator' },
    { id: 'open', label: tray.open, click: act.openWindow },
    { id: 'quit', label: tray.quit, accelerator: 'CommandOrControl+Q', click: act.quit },
  ];
}

type TrayTexts = Texts['system']['tray'];

function addressMenu(state: AppState, tray: TrayTexts, act: TrayActions): MenuItemConstructorOptions[] {
  const all = addresses(state);
  if (all.length === 0) return [{ label: tray.noNetwork, enabled: false }];
  return [
    { label: tray.chooseToCopy, enabled: false },
    ...all.map((address) => ({ label: address, click: () => act.copy(address) })),
  ];
}

function deviceMenu(state: AppState, tray: TrayTexts, act: TrayActions): MenuItemConstructorOptions[] {
  const rows = state.devices.slice(0, MOST_ROWS).map(({ key, silentSince }) => {
    const name = deviceName(state, key);
    return {
      // A lone ampersand would underline the letter behind it.
      label: (silentSince === undefined ? name : tray.silent(name)).replaceAll('&', '&&'),
      click: () => act.openDevice(key),
    };
  });
  const none = { label: tray.noDevices, enabled: false };
  const others = state.devices.length - rows.length;
  return [
    ...(rows.length > 0 ? rows : [none]),
    ...(others > 0 ? [{ label: tray.others(others), click: act.openWindow }] : []),
    { type: 'separator' },
    { label: tray.addDevice, click: act.addDevice },
  ];
}

/** What the window needs to know of the app, besides its state. */
export interface AppInfo {
  readonly version: string;
  readonly platform: Platform;
  readonly language: Language;
  readonly locale: string;
}

export function snapshot(state: AppState, texts: Texts, appInfo: AppInfo): Snapshot {
  return {
    ...appInfo,
    relay: state.relay.kind,
    sentence: statusSentence(state, texts),
    problem: state.relay.kind === 'problem' ? state.relay.problem : undefined,
    turnedOff: state.turnedOff,
    addresses: addresses(state),
    certificate: state.certificate,
    settings: settingsView(state.settings, state.computerName),
    advertised: state.advertised,
    passwordKept: state.passwordKept,
    ...deviceViews(state),
    activity: state.activity,
    turnedAway: state.turnedAway,
    doctor: state.doctor,
    trayMissing: state.trayMissing,
    setAside: state.setAside,
    saveProblem: state.saveProblem,
    update: state.update,
    welcomed: state.settings.welcomed,
  };
}
