import { inspect } from 'node:util';
import type { AppNotification } from '../../main/app/appNotification';
import { createController } from '../../main/app/controller';
import type { Controller } from '../../main/app/controllerTypes';
import type { KnownDeviceMap } from '../../main/app/devices/knownDevice';
import { createCertificateSource } from '../../main/app/relay/certificates';
import { DEFAULT_SETTINGS, type Settings, settingsView } from '../../main/app/settings/settings';
import type { AppState } from '../../main/app/state';
import type { Clock } from '../../main/lib/clock';
import { makeRelayId } from '../../main/protocol/relayId';
import type { LogEvent } from '../../preload/logEntry';
import type { AutostartProblem, SetAsideFile } from '../../preload/views';
import { freePort } from './ports';
import { Log } from './queue';
import { type DeviceOptions, RawDevice } from './rawDevice';
import { test as base, expect } from './relayFixture';

export { expect };

/** Of a relay that was started before. */
export const RELAY_ID = makeRelayId();

export interface Given {
  /** Beside "only this computer": no test may be reachable from elsewhere. */
  readonly settings?: Partial<Settings>;
  readonly devices?: KnownDeviceMap;
  /** The password of earlier times; undefined at the very first start. */
  readonly password?: string;
  readonly locked?: boolean;
  readonly setAside?: SetAsideFile | undefined;
  /** Where the self-signed certificate is kept. */
  readonly directory?: string;
  readonly clock?: Clock;
  /** Whether somebody looks at the window; always, unless said otherwise. */
  readonly isVisible?: () => boolean;
  /** Who is said to have a port that is taken. */
  readonly portOwner?: string;
}

/** The same at every start. */
export const PASSWORD = 'hqtm-xwke-rbzf-vdnu';

/** An app whose relay runs on a port of its own. */
export async function running(
  newApp: (given?: Given) => TestApp,
  { settings, ...more }: Given = {},
): Promise<{ readonly app: TestApp; readonly port: number }> {
  const port = await freePort();
  const app = newApp({ settings: { port, username: 'me', ...settings }, password: PASSWORD, ...more });
  await app.controller.begin();
  return { app, port };
}

/** The computer's side of the app, in memory; it can be made to fail. */
export class TestApp {
  readonly savedSettings: Settings[] = [];
  readonly savedPasswords: string[] = [];
  readonly savedDevices: KnownDeviceMap[] = [];
  /** What saving fails with, as long as it is set. */
  settingsFailure: string | undefined;
  passwordFailure: string | undefined;
  autostartFailure: AutostartProblem | undefined;
  readonly autostarts: (readonly [on: boolean, hidden: boolean])[] = [];
  locked: boolean;
  /** As in the desktop's store: known for as long as the app runs, also when it could not be written. */
  password: string | undefined;
  readonly states = new Log<AppState>();
  readonly events = new Log<LogEvent>();
  readonly notification = new Log<AppNotification>();
  readonly controller: Controller;

  constructor(given: Given) {
    this.locked = given.locked ?? false;
    this.password = given.password;
    this.controller = createController({
      settings: {
        load: () => ({
          value: { ...DEFAULT_SETTINGS, relayId: RELAY_ID, ...given.settings, reach: 'computer' },
          setAside: given.setAside,
          problem: undefined,
        }),
        save: (settings) => {
          if (this.settingsFailure !== undefined) return { ok: false, error: this.settingsFailure };
          this.savedSettings.push(settings);
          return { ok: true, value: undefined };
        },
      },
      passwords: {
        kept: () => 'keychain',
        read: () => (this.locked ? { ok: false, error: 'locked' } : { ok: true, value: this.password }),
        save: (password) => {
          this.password = password;
          this.locked = false;
          if (this.passwordFailure !== undefined) return { ok: false, error: this.passwordFailure };
          this.savedPasswords.push(password);
          return { ok: true, value: undefined };
        },
      },
      devices: {
        load: () => ({ value: given.devices ?? new Map(), setAside: undefined, problem: undefined }),
        save: (devices) => {
          this.savedDevices.push(devices);
          return { ok: true, value: undefined };
        },
      },
      certificates: createCertificateSource(given.directory ?? '', 'study-mac'),
      autostart: {
        isOn: () => given.settings?.startAtLogin ?? false,
        set: (on, hidden) => {
          if (this.autostartFailure !== undefined) return { ok: false, error: this.autostartFailure };
          this.autostarts.push([on, hidden]);
          return { ok: true, value: undefined };
        },
      },
      computerName: 'Study Mac',
      lanAddresses: () => [],
      portOwner: async () => given.portOwner,
      log: this.events,
      notify: this.notification.add,
      ...(given.isVisible && { isVisible: given.isVisible }),
      ...(given.clock && { clock: given.clock }),
    });
    this.controller.state.subscribe(this.states.add);
  }

  get state(): AppState {
    return this.controller.state.get();
  }

  /** The port on which the relay runs now. */
  get port(): number {
    if (this.state.relay.kind !== 'running') throw new Error(`not running: ${inspect(this.state.relay)}`);
    return this.state.relay.port;
  }

  /** A device that has logged in, with the account as it is now unless told otherwise. */
  async device(more: Partial<DeviceOptions> = {}): Promise<RawDevice> {
    const { username } = settingsView(this.state.settings, this.state.computerName);
    const account = { username, password: this.controller.revealPassword() ?? '' };
    return (await RawDevice.open({ port: this.port, ...account, ...more })).login();
  }
}

export const test = base.extend<{
  /** An app with these settings, not begun yet; it is closed with the test. */
  newApp: (given?: Given) => TestApp;
}>({
  newApp: async ({ undo }, use) => {
    const apps: TestApp[] = [];
    await use((given = {}) => {
      const newApp = new TestApp(given);
      apps.push(newApp);
      undo(() => newApp.controller.close());
      return newApp;
    });
    // In every test, whatever it is about: nothing that was ever shown, logged or told has a password in it.
    for (const newApp of apps) {
      const said = [newApp.states.all, newApp.events.all, newApp.notification.all];
      const texts = [JSON.stringify(said), inspect(said, { depth: null, maxArrayLength: null })];
      for (const password of [
        ...newApp.savedPasswords,
        ...(newApp.password === undefined ? [] : [newApp.password]),
      ])
        for (const form of [password, Buffer.from(password).toString('base64')])
          for (const text of texts)
            expect(text.includes(form), 'a password where all can see it').toBe(false);
    }
  },
});
