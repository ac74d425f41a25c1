import { inspect } from 'node:util';
import { type Controller, createController } from '../../main/app/controller';
import { DEFAULT_SETTINGS, type Settings } from '../../main/app/settings';
import type { AppState } from '../../main/app/state';
import type { LoadedSettings } from '../../main/app/stores';
import type { ServerEvent } from '../../main/server/events';
import { test as base, expect } from './integration';
import { Log } from './queue';
import { type DeviceOptions, RawDevice } from './rawDevice';

export { expect };

export interface Given {
  /** Beside "only this computer": no test may be reachable from elsewhere. */
  readonly settings?: Partial<Settings>;
  /** The password of earlier times; undefined at the very first start. */
  readonly password?: string;
  readonly locked?: boolean;
  readonly setAside?: LoadedSettings['setAside'];
}

/** The computer's side of the app, in memory; it can be made to fail. */
export class Desk {
  readonly savedSettings: Settings[] = [];
  readonly savedPasswords: string[] = [];
  /** What saving fails with, as long as it is set. */
  settingsFailure: string | undefined;
  passwordFailure: string | undefined;
  locked: boolean;
  /** As in the desktop's store: known for as long as the app runs, also when it could not be written. */
  password: string | undefined;
  readonly states = new Log<AppState>();
  readonly events = new Log<ServerEvent>();
  readonly controller: Controller;

  constructor(given: Given) {
    this.locked = given.locked ?? false;
    this.password = given.password;
    this.controller = createController({
      settings: {
        load: () => ({
          settings: { ...DEFAULT_SETTINGS, ...given.settings, reach: 'computer' },
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
      homeHosts: () => [],
      onEvent: this.events.add,
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
    const { username } = this.state;
    const account = { username, password: this.controller.revealPassword() ?? '' };
    return (await RawDevice.open({ port: this.port, ...account, ...more })).login();
  }
}

export const test = base.extend<{
  /** An app with these settings, not begun yet; it is closed with the test. */
  desk: (given?: Given) => Desk;
}>({
  desk: async ({ undo }, use) => {
    const desks: Desk[] = [];
    await use((given = {}) => {
      const desk = new Desk(given);
      desks.push(desk);
      undo(() => desk.controller.close());
      return desk;
    });
    // In every test, whatever it is about: no state that was ever shown has a password in it.
    for (const desk of desks) {
      const texts = [
        JSON.stringify(desk.states.all),
        inspect(desk.states.all, { depth: null, maxArrayLength: null }),
      ];
      for (const password of [
        ...desk.savedPasswords,
        ...(desk.password === undefined ? [] : [desk.password]),
      ])
        for (const form of [password, Buffer.from(password).toString('base64')])
          for (const text of texts) expect(text.includes(form), 'a password in a state').toBe(false);
    }
  },
});
