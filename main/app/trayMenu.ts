import type { MenuItemConstructorOptions } from 'electron';
import type { DeviceKey } from '../protocol/deviceKey';
import type { Texts } from '../texts';
import { MAX_ROWS } from './devices/deviceViews';
import { addresses, deviceName, statusSentence } from './snapshot';
import type { AppState, RelayStatus } from './state';

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
  const rows = state.devices.slice(0, MAX_ROWS).map(({ key, silentSince }) => {
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
