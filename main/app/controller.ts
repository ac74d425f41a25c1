import type { PortChange, Problem } from '../../preload/contract';
import { createStore, type Observable } from '../lib/observable';
import { err, ok, type Result } from '../lib/result';
import type { ServerEvent } from '../server/events';
import { nextFreePort } from '../server/freePort';
import type { StartProblem } from '../server/listen';
import { createRelayServer, type RelayServer } from '../server/relayServer';
import { DEFAULT_USERNAME, makePassword } from './account';
import { devicesAfter } from './devices';
import type { Settings } from './settings';
import type { AppState, RelayStatus } from './state';
import type { PasswordStore, SettingsStore } from './stores';

/** The port that is tried first at the very first start. */
const FIRST_PORT = 9001;

export interface ControllerParts {
  readonly settings: SettingsStore;
  readonly passwords: PasswordStore;
  /** The addresses of the home network's side of this computer, best first. */
  readonly homeHosts: () => readonly string[];
  readonly onEvent: (event: ServerEvent) => void;
}

/** Runs one relay by the person's settings. What it does is done one after the other, never twice at once. */
export interface Controller {
  readonly state: Observable<AppState>;
  /** Starts the relay unless the person had stopped it. */
  begin(): Promise<void>;
  startRelay(): Promise<void>;
  stopRelay(): Promise<void>;
  /** Moves the relay to another port. One on which it cannot run is refused, and the old one stays in force. */
  changePort(port: number): Promise<PortChange>;
  /** Makes a new password, with which every device has to log in anew. */
  replacePassword(): Promise<void>;
  /** Undefined while the keychain is locked. */
  revealPassword(): string | undefined;
  dismissSetAside(): void;
  /** Looks again at which addresses this computer has. */
  refreshHosts(): void;
  /** Ends the relay for good; the settings stay as they are. */
  close(): Promise<void>;
}

export function createController(parts: ControllerParts): Controller {
  const loaded = parts.settings.load();
  let settings: Settings = loaded.settings;
  let current: RelayServer | undefined;
  let closed = false;
  let settingsUnsaved = loaded.problem;
  let passwordUnsaved: string | undefined;

  const address = () => (settings.reach === 'computer' ? '127.0.0.1' : undefined);
  const hosts = () => (settings.reach === 'computer' ? ['127.0.0.1'] : parts.homeHosts());

  const store = createStore<AppState>({
    relay: { kind: settings.relayOn ? 'starting' : 'stopped' },
    port: settings.port ?? FIRST_PORT,
    reach: settings.reach,
    hosts: hosts(),
    username: settings.username ?? DEFAULT_USERNAME,
    passwordKept: parts.passwords.kept(),
    devices: [],
    setAside: loaded.setAside,
    saveProblem: settingsUnsaved,
  });

  const show = (change: Partial<AppState>) => store.update((state) => ({ ...state, ...change }));
  const showRelay = (relay: RelayStatus) => show({ relay });

  function keep(change: Partial<Settings>): void {
    settings = { ...settings, ...change };
    const saved = parts.settings.save(settings);
    settingsUnsaved = saved.ok ? undefined : saved.error;
    show({ saveProblem: settingsUnsaved ?? passwordUnsaved });
  }

  let turn: Promise<unknown> = Promise.resolve();
  /** Waits until all that was asked before is done: two changes at once cannot meet. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work, work);
    turn = done;
    return done;
  }

  /** The password, made at the first start; a locked keychain is a problem, never a reason to make another. */
  function password(): Result<string, Problem> {
    const stored = parts.passwords.read();
    if (!stored.ok) return err({ kind: 'passwordLocked' });
    return ok(stored.value ?? newPassword());
  }

  function newPassword(): string {
    const made = makePassword();
    const saved = parts.passwords.save(made);
    passwordUnsaved = saved.ok ? undefined : saved.error;
    show({ passwordKept: parts.passwords.kept(), saveProblem: settingsUnsaved ?? passwordUnsaved });
    return made;
  }

  /** A server on `port` that is up, in nobody's hands yet. */
  async function launch(port: number): Promise<Result<RelayServer, Problem>> {
    const secret = password();
    if (!secret.ok) return secret;
    const username = settings.username ?? DEFAULT_USERNAME;
    const listensOn = address();
    const server: RelayServer = createRelayServer({
      credentials: { username, password: secret.value },
      port,
      ...(listensOn !== undefined && { address: listensOn }),
      onEvent: (event) => heard(server, event),
    });
    const listening = await server.start();
    return listening.ok ? ok(server) : err(await explain(listening.error));
  }

  function heard(server: RelayServer, event: ServerEvent): void {
    parts.onEvent(event);
    // The devices of a server that was replaced come again at the new one; what the old one says is history.
    if (server !== current) return;
    if (event.kind === 'listenerFailed') void inTurn(() => giveUp(server, event.code));
    const { devices } = store.get();
    show({ devices: devicesAfter(devices, event, Date.now()) });
  }

  async function giveUp(server: RelayServer, code: string): Promise<void> {
    if (server !== current) return;
    await stop();
    showRelay({ kind: 'problem', problem: { kind: 'listenerFailed', code } });
  }

  async function explain(problem: StartProblem): Promise<Problem> {
    if (problem.kind !== 'portInUse' && problem.kind !== 'portForbidden') return problem;
    return { ...problem, nextFree: await nextFreePort(problem.port + 1, address()) };
  }

  async function start(): Promise<void> {
    if (current) return;
    showRelay({ kind: 'starting' });
    let port = settings.port ?? FIRST_PORT;
    let launched = await launch(port);
    // Nobody knows this relay's address before its first start, so the next free port does as well.
    if (settings.port === undefined && !launched.ok && 'nextFree' in launched.error) {
      port = launched.error.nextFree ?? port;
      launched = await launch(port);
    }
    if (!launched.ok) {
      showRelay({ kind: 'problem', problem: launched.error });
      return;
    }
    current = launched.value;
    if (settings.port !== port || settings.username === undefined) {
      keep({ port, username: settings.username ?? DEFAULT_USERNAME });
    }
    show({ relay: { kind: 'running', port }, port, hosts: hosts() });
  }

  async function stop(): Promise<void> {
    await current?.stop();
    current = undefined;
    show({ relay: { kind: 'stopped' }, devices: [] });
  }

  async function changePort(port: number): Promise<PortChange> {
    if (closed) return { kind: 'refused', problem: { kind: 'cannotListen', code: 'closed' } };
    if (current && port === settings.port) return { kind: 'changed' };
    const launched = await launch(port);
    if (!launched.ok) return { kind: 'refused', problem: launched.error };
    keep({ port });
    if (store.get().relay.kind === 'stopped') {
      await launched.value.stop();
      show({ port });
    } else {
      // The new one is up before the old one goes: what cannot work has changed nothing.
      const old = current;
      current = launched.value;
      show({ relay: { kind: 'running', port }, port, devices: [], hosts: hosts() });
      await old?.stop();
    }
    return { kind: 'changed' };
  }

  async function turnOn(): Promise<void> {
    if (!settings.relayOn) keep({ relayOn: true });
    await start();
  }

  async function turnOff(): Promise<void> {
    keep({ relayOn: false });
    await stop();
  }

  async function replacePassword(): Promise<void> {
    newPassword();
    await stop();
    if (settings.relayOn) await start();
  }

  async function close(): Promise<void> {
    closed = true;
    await stop();
  }

  /** As inTurn, but nothing at all once the app ends. */
  const unlessClosed = (work: () => Promise<void>) => inTurn(async () => (closed ? undefined : work()));

  return {
    state: store,
    begin: () => unlessClosed(async () => (settings.relayOn ? start() : undefined)),
    startRelay: () => unlessClosed(turnOn),
    stopRelay: () => unlessClosed(turnOff),
    changePort: (port) => inTurn(() => changePort(port)),
    replacePassword: () => unlessClosed(replacePassword),
    revealPassword() {
      const stored = password();
      return stored.ok ? stored.value : undefined;
    },
    dismissSetAside: () => show({ setAside: undefined }),
    refreshHosts() {
      const found = hosts();
      if (found.join() !== store.get().hosts.join()) show({ hosts: found });
    },
    close: () => inTurn(close),
  };
}
