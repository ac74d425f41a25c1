import { expect, test } from '@playwright/test';
import type { MenuItemConstructorOptions } from 'electron';
import type { Device } from '../../../main/app/devices/devices';
import { MAX_ROWS } from '../../../main/app/devices/deviceViews';
import type { KnownDevice } from '../../../main/app/devices/knownDevice';
import { NO_TRAFFIC } from '../../../main/app/devices/trafficCounters';
import { DEFAULT_SETTINGS } from '../../../main/app/settings/settings';
import { addresses, snapshot, statusSentence } from '../../../main/app/snapshot';
import { type AppState, initialState, type RelayStatus } from '../../../main/app/state';
import { type TrayActions, trayIcon, trayMenu } from '../../../main/app/trayMenu';
import { type DeviceKey, deviceKey } from '../../../main/protocol/deviceKey';
import type { ConnId } from '../../../main/protocol/relay';
import { textsFor } from '../../../main/texts';

const en = textsFor('en');

const running: AppState = {
  ...initialState({ ...DEFAULT_SETTINGS, port: 9001 }, 'Study Mac'),
  relay: { kind: 'running', port: 9001, address: '::' },
  hosts: ['192.168.1.24', 'fd4c:9a2e::24'],
};

const device = (fill: number): Device => ({
  key: deviceKey(Buffer.alloc(32, fill)),
  conn: fill as ConnId,
  from: '192.168.1.40',
  since: 1_795_000_000_000,
  linkedWith: [],
  linkedSince: undefined,
  silentSince: undefined,
  traffic: NO_TRAFFIC,
});

/** As `device`, of more than 256 different keys. */
const numbered = (n: number): Device => {
  const key = Buffer.alloc(32);
  key.writeUInt32BE(n);
  return { ...device(0), key: deviceKey(key), conn: n as ConnId };
};

const facts = { version: '1.2.3', platform: 'linux', language: 'en', locale: 'en-GB' } as const;

const known = (fill: number, more: Partial<KnownDevice> = {}): [DeviceKey, KnownDevice] => {
  const { key } = device(fill);
  return [
    key,
    { key, firstSeen: 1, lastSeen: fill, lastFrom: '192.168.1.52', blocked: false, letIn: false, ...more },
  ];
};

const nothing = () => {};
const idle: TrayActions = {
  start: nothing,
  stop: nothing,
  copy: nothing,
  openWindow: nothing,
  openDevice: nothing,
  addDevice: nothing,
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
  [{ kind: 'running', port: 9001, address: '::' }, 0, 'Running. No devices connected.'],
  [{ kind: 'running', port: 9001, address: '::' }, 1, 'Running. 1 device connected.'],
  [{ kind: 'running', port: 9001, address: '::' }, 2, 'Running. 2 devices connected.'],
  [{ kind: 'stopped' }, 0, 'Stopped.'],
  [
    { kind: 'problem', problem: { kind: 'portInUse', port: 9001, nextFree: 9002, owner: undefined } },
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
    expect(statusSentence({ ...running, relay, devices }, en)).toBe(sentence);
  });
}

test('an address is whole, and an IPv6 one has its brackets', () => {
  expect(addresses(running)).toEqual([
    'http://192.168.1.24:9001/v1/relay',
    'http://[fd4c:9a2e::24]:9001/v1/relay',
  ]);
});

test('the tray has a drawing for each state', () => {
  expect(trayIcon({ kind: 'running', port: 1, address: '::' })).toBe('running');
  expect(trayIcon({ kind: 'starting' })).toBe('stopped');
  expect(trayIcon({ kind: 'stopped' })).toBe('stopped');
  expect(trayIcon({ kind: 'problem', problem: { kind: 'passwordLocked' } })).toBe('problem');
});

test('the menu starts what is stopped, and stops what runs', () => {
  const asked: string[] = [];
  const act = { ...idle, start: () => asked.push('start'), stop: () => asked.push('stop') };
  const toggle = (relay: RelayStatus) =>
    trayMenu({ ...running, relay }, en, act).find(({ id }) => id === 'toggle');
  expect(toggle({ kind: 'running', port: 1, address: '::' })?.label).toBe('Stop relay');
  expect(toggle({ kind: 'stopped' })?.label).toBe('Start relay');
  expect(toggle({ kind: 'problem', problem: { kind: 'passwordLocked' } })?.label).toBe('Start relay');
  click(toggle({ kind: 'running', port: 1, address: '::' }));
  click(toggle({ kind: 'stopped' }));
  expect(asked).toEqual(['stop', 'start']);
});

test('choosing an address in the menu copies it whole', () => {
  const copied: string[] = [];
  const menu = trayMenu(running, en, { ...idle, copy: (text) => copied.push(text) });
  const [hint, best, other] = submenu(menu, 'addresses');
  expect(hint).toMatchObject({ label: 'Choose one to copy it', enabled: false });
  click(best);
  click(other);
  expect(copied).toEqual(addresses(running));
});

test('without a network the menu says so', () => {
  const menu = trayMenu({ ...running, hosts: [] }, en, idle);
  expect(submenu(menu, 'addresses')).toEqual([{ label: 'This computer is on no network', enabled: false }]);
});

test('the menu lists the devices by their names, and leads to each', () => {
  const opened: string[] = [];
  const [a, b, c] = [device(1), device(2), { ...device(3), silentSince: 1 }];
  const state = {
    ...running,
    devices: [a, b, c],
    known: new Map([known(1), known(2, { name: 'Tom & Jerry' }), known(3, { name: 'Tablet' })]),
  };
  const menu = trayMenu(state, en, { ...idle, openDevice: (key) => opened.push(key) });
  expect(menu.find(({ id }) => id === 'devices')?.label).toBe('Devices (3)');
  const rows = submenu(menu, 'devices');
  expect(rows.map(({ label, type }) => label ?? type)).toEqual([
    ...['AQEB…BAQE', 'Tom && Jerry', 'Tablet, silent', 'separator', 'Add a device…'],
  ]);
  click(rows[1]);
  expect(opened).toEqual([b.key]);
});

test('the whole menu speaks German', () => {
  const menu = trayMenu(running, textsFor('de'), idle);
  expect(menu.flatMap(({ label }) => label ?? [])).toEqual([
    'Läuft. Keine Geräte verbunden.',
    ...['Relay anhalten', 'Adressen', 'Geräte (0)', 'Buckets Relay öffnen …', 'Buckets Relay beenden'],
  ]);
});

test('the snapshot has those who are here in order of arrival, then the others, the last seen first', () => {
  const [a, b] = [device(1), device(2)];
  const state: AppState = {
    ...running,
    devices: [{ ...b, linkedWith: [a.key] }, a],
    known: new Map([
      known(1, { name: 'Laptop' }),
      known(2),
      known(3),
      known(4, { blocked: true, turnedAway: { at: 9, from: '192.168.1.77' } }),
    ]),
  };
  const shown = snapshot(state, en, facts);
  expect(shown).toMatchObject({ version: '1.2.3', relay: 'running', problem: undefined });
  expect(shown.devices).toMatchObject([
    { kind: 'connected', key: b.key, name: undefined, linkedWith: [a.key] },
    { kind: 'connected', key: a.key, name: 'Laptop' },
    { kind: 'blocked', turnedAway: { at: 9, from: '192.168.1.77' } },
    { kind: 'away', lastSeen: 3, from: '192.168.1.52' },
  ]);
  expect(shown.settings).toMatchObject({ port: 9001, username: 'household', name: 'Study Mac' });
});

test('however many devices others make up, the window is told of a bounded number, and of those that matter', () => {
  const many = (from: number, count: number) => Array.from({ length: count }, (_, i) => numbered(from + i));
  const here = many(0, 300);
  const named = new Map(
    many(0, 5_000).map((one, i) => {
      const decided = i === 299 ? { name: 'Laptop' } : i === 4_999 ? { blocked: true } : {};
      return [one.key, { ...known(1)[1], key: one.key, lastSeen: 10_000 - i, ...decided }];
    }),
  );
  const state: AppState = { ...running, devices: here, known: named };
  const shown = snapshot(state, en, facts);
  expect(shown.devices).toHaveLength(2 * MAX_ROWS);
  expect(shown.unshown).toEqual({ connected: 200, others: 4_600, waiting: 0 });
  expect(shown.devices[MAX_ROWS - 1]).toMatchObject({ kind: 'connected', name: 'Laptop' });
  expect(shown.devices.slice(0, 3).map(({ key }) => key)).toEqual(here.slice(0, 3).map(({ key }) => key));
  expect(shown.devices.at(-1)).toMatchObject({ kind: 'blocked', key: numbered(4_999).key });

  const opened: string[] = [];
  const rows = submenu(trayMenu(state, en, { ...idle, openWindow: () => opened.push('window') }), 'devices');
  expect(rows).toHaveLength(MAX_ROWS + 3);
  expect(rows[MAX_ROWS]?.label).toBe('200 more…');
  click(rows[MAX_ROWS]);
  expect(opened).toEqual(['window']);
});

test('those who found no room among the waiting are counted, while somebody has to be let in at all', () => {
  const waits = { key: device(1).key, from: '192.168.1.9', at: 1 };
  const state = (onlyKnown: boolean): AppState => ({
    ...running,
    settings: { ...running.settings, onlyKnown },
    waiting: [waits],
    moreWaiting: 7,
  });
  expect(snapshot(state(true), en, facts)).toMatchObject({ waiting: [waits], unshown: { waiting: 7 } });
  expect(snapshot(state(false), en, facts)).toMatchObject({ waiting: [], unshown: { waiting: 0 } });
});
