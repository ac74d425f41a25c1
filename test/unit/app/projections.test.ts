import { expect, test } from '@playwright/test';
import type { MenuItemConstructorOptions } from 'electron';
import type { Device } from '../../../main/app/devices';
import {
  addresses,
  snapshot,
  statusSentence,
  type TrayActions,
  trayIcon,
  trayMenu,
} from '../../../main/app/projections';
import type { AppState, RelayStatus } from '../../../main/app/state';
import { deviceKey } from '../../../main/protocol/deviceKey';

const running: AppState = {
  relay: { kind: 'running', port: 9001 },
  port: 9001,
  reach: 'network',
  hosts: ['192.168.1.24', 'fd4c:9a2e::24'],
  username: 'household',
  passwordKept: 'keychain',
  devices: [],
  setAside: undefined,
  saveProblem: undefined,
};

const device = (fill: number): Device => ({
  key: deviceKey(Buffer.alloc(32, fill)),
  from: '192.168.1.40',
  since: 1_795_000_000_000,
  linkedWith: [],
});

const nothing = () => {};
const idle: TrayActions = {
  start: nothing,
  stop: nothing,
  copy: nothing,
  openWindow: nothing,
  quit: nothing,
};

const submenu = (menu: MenuItemConstructorOptions[], id: string): MenuItemConstructorOptions[] => {
  const item = menu.find((entry) => entry.id === id)?.submenu;
  return Array.isArray(item) ? item : [];
};

const click = (item: MenuItemConstructorOptions | undefined) =>
  Reflect.apply(item?.click ?? nothing, undefined, []);

const sentences: readonly (readonly [RelayStatus, number, string])[] = [
  [{ kind: 'starting' }, 0, 'Starting…'],
  [{ kind: 'running', port: 9001 }, 0, 'Running. No devices connected.'],
  [{ kind: 'running', port: 9001 }, 1, 'Running. 1 device connected.'],
  [{ kind: 'running', port: 9001 }, 2, 'Running. 2 devices connected.'],
  [{ kind: 'stopped' }, 0, 'Stopped.'],
  [
    { kind: 'problem', problem: { kind: 'portInUse', port: 9001, nextFree: 9002 } },
    0,
    'Not running. Port 9001 is taken.',
  ],
  [
    { kind: 'problem', problem: { kind: 'portForbidden', port: 80, nextFree: undefined } },
    0,
    'Not running. Port 80 is not allowed.',
  ],
  [{ kind: 'problem', problem: { kind: 'passwordLocked' } }, 0, 'Not running. The password is locked.'],
];

for (const [relay, count, sentence] of sentences) {
  test(`the state in a sentence: ${sentence}`, () => {
    const devices = Array.from({ length: count }, (_, i) => device(i));
    expect(statusSentence({ ...running, relay, devices })).toBe(sentence);
  });
}

test('an address is whole, and an IPv6 one has its brackets', () => {
  expect(addresses(running)).toEqual([
    'http://192.168.1.24:9001/v1/relay',
    'http://[fd4c:9a2e::24]:9001/v1/relay',
  ]);
});

test('the tray has a drawing for each state', () => {
  expect(trayIcon({ kind: 'running', port: 1 })).toBe('running');
  expect(trayIcon({ kind: 'starting' })).toBe('stopped');
  expect(trayIcon({ kind: 'stopped' })).toBe('stopped');
  expect(trayIcon({ kind: 'problem', problem: { kind: 'passwordLocked' } })).toBe('problem');
});

test('the menu starts what is stopped, and stops what runs', () => {
  const asked: string[] = [];
  const act = { ...idle, start: () => asked.push('start'), stop: () => asked.push('stop') };
  const toggle = (relay: RelayStatus) =>
    trayMenu({ ...running, relay }, act).find(({ id }) => id === 'toggle');
  expect(toggle({ kind: 'running', port: 1 })?.label).toBe('Stop relay');
  expect(toggle({ kind: 'stopped' })?.label).toBe('Start relay');
  expect(toggle({ kind: 'problem', problem: { kind: 'passwordLocked' } })?.label).toBe('Start relay');
  click(toggle({ kind: 'running', port: 1 }));
  click(toggle({ kind: 'stopped' }));
  expect(asked).toEqual(['stop', 'start']);
});

test('choosing an address in the menu copies it whole', () => {
  const copied: string[] = [];
  const menu = trayMenu(running, { ...idle, copy: (text) => copied.push(text) });
  const [hint, best, other] = submenu(menu, 'addresses');
  expect(hint).toMatchObject({ label: 'Choose one to copy it', enabled: false });
  click(best);
  click(other);
  expect(copied).toEqual(addresses(running));
});

test('without a network the menu says so', () => {
  const menu = trayMenu({ ...running, hosts: [] }, idle);
  expect(submenu(menu, 'addresses')).toEqual([{ label: 'This computer is on no network', enabled: false }]);
});

test('the menu lists the devices', () => {
  const menu = trayMenu({ ...running, devices: [device(1)] }, idle);
  expect(menu.find(({ id }) => id === 'devices')?.label).toBe('Devices (1)');
  expect(submenu(menu, 'devices')[0]?.label).toBe('AQEB…BAQE from 192.168.1.40');
});

test('the snapshot names who is linked with whom, and has no room for the password', () => {
  const [a, b] = [device(1), device(2)];
  const state = { ...running, devices: [{ ...a, linkedWith: [b.key] }, b] };
  const shown = snapshot(state, '1.2.3');
  expect(shown).toMatchObject({ version: '1.2.3', relay: 'running', problem: undefined });
  expect(shown.devices[0]?.linkedWith).toEqual([shown.devices[1]?.abbreviation]);
  expect(Object.keys(shown)).not.toContain('password');
});
