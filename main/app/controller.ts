import { isDeepStrictEqual } from 'node:util';
import type { ChangeResult, Problem, SettingsChange } from '../../preload/views';
import { createStore } from '../lib/observable';
import { err, ok, type Result } from '../lib/result';
import type { TlsPair } from '../server/tls/certificate';
import { DEFAULT_USERNAME, makePassword } from './account';
import { systemClock } from './clock';
import type { Controller, ControllerParts } from './controllerParts';
import { createDeviceDesk } from './deviceDesk';
import { explain } from './explain';
import { createRunner, type Plan } from './runner';
import { FIRST_PORT, type Settings, settingsView } from './settings';
import type { AppState, RelayStatus } from './state';

/** The settings that decide how the relay server is. */
const SERVER_SETTINGS = ['port', 'reach', 'username', 'tls'] as const satisfies (keyof SettingsChange)[];

const CLOSED: ChangeResult = { kind: 'refused', problem: { kind: 'cannotListen', code: 'closed' } };

export function createController(parts: ControllerParts): Controller {
  const { clock = systemClock, certificates, log, tell } = parts;
  const loaded = parts.settings.load();
  const loadedDevices = parts.devices.load();
  let settings: Settings = { ...loaded.value, startAtLogin: parts.autostart.isOn() };
  let closed = false;
  let passwordBefore: string | undefined;
  let served: TlsPair | undefined;
  /** What could not be saved, and why, in the system's words. */
  const unsaved: Partial<Record<'settings' | 'password' | 'devices' | 'log', string | undefined>> = {
    settings: loaded.problem,
    devices: loadedDevices.problem,
  };

  const address = ({ reach }: Settings) => (reach === 'computer' ? '127.0.0.1' : undefined);
  const hosts = ({ reach }: Settings = settings) =>
    reach === 'computer' ? ['127.0.0.1'] : parts.homeHosts();
  const saveProblem = () => unsaved.settings ?? unsaved.password ?? unsaved.devices ?? unsaved.log;

  const store = createStore<AppState>({
    relay: { kind: settings.relayOn ? 'starting' : 'stopped' },
    settings,
    computerName: parts.computerName,
    hosts: hosts(),
    certificate: undefined,
    advertised: { kind: 'off' },
    passwordKept: parts.passwords.kept(),
    devices: [],
    known: loadedDevices.value,
    waiting: [],
    activity: { kind: 'unlinked' },
    turnedOff: undefined,
    setAside: loaded.setAside ?? loadedDevices.setAside,
    saveProblem: saveProblem(),
    trayMissing: false,
  });

  const show = (change: Partial<AppState>) => store.update((state) => ({ ...state, ...change }));
  function showRelay(relay: RelayStatus): void {
    if (relay.kind === 'problem') log.add({ kind: 'notStarted', problem: relay.problem.kind });
    if (relay.kind === 'problem') tell({ kind: 'problem' });
    show({ relay });
  }

  const desk = createDeviceDesk({
    store: parts.devices,
    book: loadedDevices.value,
    clock,
    log,
    tell,
    onlyKnown: () => settings.onlyKnown,
    server: () => runner.running()?.server,
    devices: () => store.get().devices,
    show(change, problem) {
      unsaved.devices = problem;
      show({ ...change, saveProblem: saveProblem() });
    },
  });

  const runner = createRunner({
    admit: desk.admit,
    onEvent(event) {
      if (event.kind === 'listenerFailed') void inTurn(() => giveUp(event.code));
      desk.heard(event);
    },
    onSwitch: desk.anew,
  });

  function keep(change: Partial<Settings>): void {
    settings = { ...settings, ...change };
    const saved = parts.settings.save(settings);
    unsaved.settings = saved.ok ? undefined : saved.error;
    show({ settings, saveProblem: saveProblem() });
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
    return ok(stored.value ?? savePassword(makePassword()));
  }

  function savePassword(secret: string): string {
    const saved = parts.passwords.save(secret);
    unsaved.password = saved.ok ? undefined : saved.error;
    show({ passwordKept: parts.passwords.kept(), saveProblem: saveProblem() });
    return secret;
  }

  /** How a relay with these settings has to be. */
  async function planFor(wanted: Settings, secret = password()): Promise<Result<Plan, Problem>> {
    if (!secret.ok) return secret;
    const tls = await certificates.pairFor(wanted.tls, hosts(wanted));
    if (!tls.ok) return err({ kind: 'certificate', trouble: tls.error });
    return ok({
      port: wanted.port ?? FIRST_PORT,
      address: address(wanted),
      credentials: { username: wanted.username ?? DEFAULT_USERNAME, password: secret.value },
      tls: tls.value,
    });
  }

  /** Runs the plan, or while the relay is stopped only tries whether it would run. */
  async function putInForce(plan: Result<Plan, Problem>): Promise<Result<Plan, Problem>> {
    if (!plan.ok) return plan;
    const stopped = store.get().relay.kind === 'stopped';
    const done = stopped ? await runner.probe(plan.value) : await runner.run(plan.value);
    if (done.ok && !stopped) showRunning(plan.value);
    if (done.ok) return plan;
    const problem = await explain(done.error, plan.value.address, parts.portOwner);
    // What ran before had to make room, and then did not come back.
    if (!stopped && !runner.running()) showRelay({ kind: 'problem', problem });
    return err(problem);
  }

  function showRunning({ port, tls }: Plan): void {
    log.add({ kind: 'started', port, tls: tls !== undefined });
    show({ relay: { kind: 'running', port }, hosts: hosts(), turnedOff: undefined });
    showCertificate(tls);
  }

  function showCertificate(pair: TlsPair | undefined): void {
    served = pair;
    show({
      certificate: pair && {
        fingerprint: pair.fingerprint,
        validUntil: pair.validUntil.getTime(),
        names: pair.names,
      },
    });
  }

  async function start(): Promise<void> {
    if (runner.running()) return;
    const plan = await planFor(settings);
    let done = plan.ok ? await runner.run(plan.value) : undefined;
    let port = settings.port ?? FIRST_PORT;
    let problem = plan.ok ? undefined : plan.error;
    if (plan.ok && done && !done.ok) {
      problem = await explain(done.error, plan.value.address, parts.portOwner);
      // Nobody knows this relay's address before its first start, so the next free port does as well.
      const free = settings.port === undefined && 'nextFree' in problem ? problem.nextFree : undefined;
      if (free !== undefined) {
        port = free;
        done = await runner.run({ ...plan.value, port });
      }
    }
    if (!plan.ok || !done?.ok) {
      if (problem) showRelay({ kind: 'problem', problem });
      return;
    }
    if (settings.port !== port || settings.username === undefined) {
      keep({ port, username: settings.username ?? DEFAULT_USERNAME });
    }
    showRunning({ ...plan.value, port });
  }

  async function begin(): Promise<void> {
    if (settings.relayOn) return start();
    const pair = await certificates.pairFor(settings.tls, hosts());
    if (pair.ok) showCertificate(pair.value);
  }

  async function stop(): Promise<void> {
    const was = runner.running();
    await runner.stop();
    if (was) log.add({ kind: 'stopped' });
    show({ relay: { kind: 'stopped' }, devices: [] });
  }

  async function giveUp(code: string): Promise<void> {
    if (!runner.running()) return;
    await stop();
    showRelay({ kind: 'problem', problem: { kind: 'listenerFailed', code } });
  }

  async function change(wanted: SettingsChange): Promise<ChangeResult> {
    if (closed) return CLOSED;
    const present = settingsView(settings, parts.computerName);
    const names = Object.keys(wanted) as (keyof SettingsChange)[];
    if (names.every((name) => isDeepStrictEqual(wanted[name], present[name]))) return { kind: 'changed' };
    const next: Settings = { ...settings, ...wanted };
    if (SERVER_SETTINGS.some((name) => !isDeepStrictEqual(next[name], settings[name]))) {
      const done = await putInForce(await planFor(next));
      if (!done.ok) return { kind: 'refused', problem: done.error };
      if (store.get().relay.kind === 'stopped') showCertificate(done.value.tls);
    }
    if (wanted.startAtLogin !== undefined || wanted.startHidden !== undefined) {
      const set = parts.autostart.set(next.startAtLogin, next.startHidden);
      if (!set.ok) return { kind: 'failed', text: set.error };
    }
    keep(wanted);
    show({ hosts: hosts() });
    return { kind: 'changed' };
  }

  async function changePassword(secret: string): Promise<ChangeResult> {
    if (closed) return CLOSED;
    const stored = parts.passwords.read();
    const done = await putInForce(await planFor(settings, ok(secret)));
    if (!done.ok && done.error.kind !== 'portInUse') return { kind: 'refused', problem: done.error };
    passwordBefore = stored.ok ? stored.value : undefined;
    savePassword(secret);
    return { kind: 'changed' };
  }

  async function replaceCertificate(): Promise<ChangeResult> {
    if (closed) return CLOSED;
    const aside = await certificates.putOwnAside();
    if (!aside.ok) return { kind: 'refused', problem: { kind: 'certificate', trouble: aside.error } };
    const done = await putInForce(await planFor(settings));
    return done.ok ? { kind: 'changed' } : { kind: 'refused', problem: done.error };
  }

  /** The certificate has to name the addresses of today, and its owner may have renewed it. */
  async function renewCertificate(): Promise<void> {
    const running = runner.running();
    if (!running?.plan.tls) return;
    const pair = await certificates.pairFor(settings.tls, hosts());
    if (!pair.ok || !pair.value || pair.value.fingerprint === store.get().certificate?.fingerprint) return;
    running.server.renewTls(pair.value);
    showCertificate(pair.value);
  }

  async function turnOff(): Promise<void> {
    keep({ relayOn: false });
    const devices = store.get().devices.length;
    await stop();
    show({ turnedOff: { at: clock.now(), devices } });
  }

  async function turnOn(): Promise<void> {
    if (!settings.relayOn) keep({ relayOn: true });
    await start();
  }

  /** As inTurn, but nothing at all once the app ends. */
  const unlessClosed = (work: () => Promise<void>) => inTurn(async () => (closed ? undefined : work()));

  return {
    state: store,
    begin: () => unlessClosed(begin),
    startRelay: () => unlessClosed(turnOn),
    stopRelay: () => unlessClosed(turnOff),
    change: (wanted) => inTurn(() => change(wanted)),
    revealPassword() {
      const stored = password();
      return stored.ok ? stored.value : undefined;
    },
    changePassword: (secret = makePassword()) => inTurn(() => changePassword(secret)),
    restorePassword: () =>
      inTurn(async () =>
        passwordBefore === undefined ? { kind: 'cancelled' } : changePassword(passwordBefore),
      ),
    replaceCertificate: () => inTurn(replaceCertificate),
    devices: desk,
    dismissSetAside: () => show({ setAside: undefined }),
    finishWelcome: () => keep({ welcomed: true }),
    trayIsMissing: () => show({ trayMissing: true }),
    logIsUnsaved(problem) {
      unsaved.log = problem;
      show({ saveProblem: saveProblem() });
    },
    certificatePem: () => served?.certificate,
    refreshHosts() {
      const found = hosts();
      if (found.join() !== store.get().hosts.join()) show({ hosts: found });
      void unlessClosed(renewCertificate);
    },
    close: () =>
      inTurn(async () => {
        closed = true;
        await stop();
        desk.close();
      }),
  };
}
