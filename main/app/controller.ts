import type { ChangeResult, Problem, SettingsChange } from '../../preload/views';
import { systemClock } from '../lib/clock';
import { createStore } from '../lib/observable';
import { err, ok, type Result } from '../lib/result';
import { createSerialQueue } from '../lib/serialQueue';
import { DEFAULT_USERNAME, makePassword } from './account/account';
import { createRelayPassword } from './account/relayPassword';
import type { Controller, ControllerDependencies } from './controllerTypes';
import { createDeviceService } from './devices/deviceService';
import { relayIdentity } from './relay/relayIdentity';
import { createServedCertificate } from './relay/servedCertificate';
import { createServerConfigBuilder } from './relay/serverConfig';
import { createServerSupervisor, type ServerConfig } from './relay/serverSupervisor';
import { APP_CLOSING, withRemedies } from './relay/startProblem';
import { createSaveErrors, type SavedKind } from './settings/saveErrors';
import { changedSettings, SERVER_SETTINGS, type Settings, settingsView } from './settings/settings';
import { type AppState, applyChange, initialState, type RelayStatus } from './state';

export function createController(deps: ControllerDependencies): Controller {
  const { clock = systemClock, certificates, log, notify } = deps;
  const loaded = deps.settings.load();
  const loadedDevices = deps.devices.load();
  let settings: Settings = { ...loaded.value, startAtLogin: deps.autostart.isOn() };
  const { relayId, identity } = relayIdentity(deps.relayKey, settings.relayId);
  let closed = false;
  const served = createServedCertificate(clock);
  const saveErrors = createSaveErrors({ settings: loaded.problem, devices: loadedDevices.problem });

  const store = createStore<AppState>({
    ...initialState(settings, deps.computerName),
    passwordKept: deps.passwords.kept(),
    known: loadedDevices.value,
    setAside: loaded.setAside ?? loadedDevices.setAside,
    saveProblem: saveErrors.problem(),
  });

  const updateState = (change: Partial<AppState>) => store.update((state) => applyChange(state, change));

  function recordSaveError(what: SavedKind, problem: string | undefined, more?: Partial<AppState>): void {
    saveErrors.note(what, problem);
    updateState({ ...more, saveProblem: saveErrors.problem() });
  }

  function setRelayStatus(relay: RelayStatus): void {
    if (relay.kind === 'problem') log.add({ kind: 'notStarted', problem: relay.problem });
    if (relay.kind === 'problem') notify({ kind: 'problem' });
    updateState({ relay });
  }

  /** Two changes at once cannot meet. */
  const enqueue = createSerialQueue();

  const relayPassword = createRelayPassword(deps.passwords, (problem) =>
    recordSaveError('password', problem, { passwordKept: deps.passwords.kept() }),
  );

  const configBuilder = createServerConfigBuilder(certificates, relayPassword, deps.lanAddresses);
  const hosts = () => configBuilder.hosts(settings);
  updateState({ hosts: hosts() });

  const deviceService = createDeviceService({
    store: deps.devices,
    devices: loadedDevices.value,
    ...{ clock, log, notify },
    onlyKnown: () => settings.onlyKnown,
    server: () => supervisor.running()?.server,
    isVisible: deps.isVisible ?? (() => true),
    updateState: (change, problem) => recordSaveError('devices', problem, change),
  });

  const supervisor = createServerSupervisor({
    admit: deviceService.admit,
    identity,
    onEvent(event) {
      if (event.kind === 'listenerFailed') void enqueue(() => listenerFailed(event.code));
      deviceService.handleEvent(event);
    },
    onLateEvent: log.add,
    onSwitch: deviceService.reset,
  });

  /** Saves a change of settings, and shows it in one step with what belongs to it. */
  function saveSettings(change: Partial<Settings>, more: Partial<AppState> = {}): void {
    settings = { ...settings, ...change };
    const saved = deps.settings.save(settings);
    recordSaveError('settings', saved.ok ? undefined : saved.error, { settings, ...more });
  }

  /** Runs the server so, or while the relay is stopped only tries whether it would run; calls `done` when so. */
  async function applyConfig(
    config: Result<ServerConfig, Problem>,
    done: (config: ServerConfig) => void,
  ): Promise<Problem | undefined> {
    if (!config.ok) return config.error;
    const stopped = store.get().relay.kind === 'stopped';
    const onRunning = () => done(config.value);
    const ran = stopped
      ? await supervisor.probe(config.value)
      : await supervisor.run(config.value, onRunning);
    if (ran.ok && stopped) onRunning();
    if (ran.ok) return undefined;
    const problem = await withRemedies(ran.error, config.value.address, deps.portOwner);
    // What ran before had to make room, and then did not come back.
    if (store.get().relay.kind === 'running' && !supervisor.running())
      setRelayStatus({ kind: 'problem', problem });
    return problem;
  }

  /** How it looks when the configuration is in force. */
  function runningState({ port, tls }: ServerConfig): Partial<AppState> {
    const certificate = served.serve(tls);
    const running = supervisor.running();
    if (!running) return { certificate };
    log.add({ kind: 'started', port, tls: tls !== undefined });
    return {
      relay: { kind: 'running', port, address: running.listening.address },
      certificate,
      turnedOff: undefined,
    };
  }

  async function start(): Promise<void> {
    if (supervisor.running()) return;
    updateState({ relay: { kind: 'starting' } });
    const config = await configBuilder.configFor(settings);
    const problem = await applyConfig(config, started);
    if (!problem) return;
    // Nobody knows this relay's address before its first start, so the next free port does as well.
    const port = settings.port === undefined && 'nextFree' in problem ? problem.nextFree : undefined;
    const other: Result<ServerConfig, Problem> =
      config.ok && port ? ok({ ...config.value, port }) : err(problem);
    const still = await applyConfig(other, started);
    if (still) setRelayStatus({ kind: 'problem', problem: still });
  }

  function started(config: ServerConfig): void {
    const shown = { ...runningState(config), hosts: hosts() };
    const { port, username = DEFAULT_USERNAME } = settings;
    if (port === config.port && username === settings.username && relayId === settings.relayId)
      updateState(shown);
    else saveSettings({ port: config.port, username, relayId }, shown);
  }

  async function begin(): Promise<void> {
    if (settings.relayOn) return start();
    const pair = await certificates.pairFor(settings.tls, hosts());
    if (pair.ok) updateState({ certificate: served.serve(pair.value) });
  }

  async function stop(): Promise<void> {
    const was = supervisor.running();
    await supervisor.stop();
    if (was) log.add({ kind: 'stopped' });
    updateState({ relay: { kind: 'stopped' }, devices: [] });
  }

  async function listenerFailed(code: string): Promise<void> {
    if (!supervisor.running()) return;
    await stop();
    setRelayStatus({ kind: 'problem', problem: { kind: 'listenerFailed', code } });
  }

  async function change(wanted: SettingsChange): Promise<ChangeResult> {
    if (closed) return APP_CLOSING;
    const names = changedSettings(wanted, settingsView(settings, deps.computerName));
    if (names.length === 0) return { kind: 'changed' };
    const next: Settings = { ...settings, ...wanted };
    const login = names.includes('startAtLogin') || (names.includes('startHidden') && next.startAtLogin);
    const set = login ? setAutostart(next) : ok(undefined);
    if (!set.ok) return { kind: 'failed', trouble: set.error };
    const problem = await apply(next, names, (config) =>
      saveSettings(wanted, { ...(config && runningState(config)), hosts: configBuilder.hosts(next) }),
    );
    if (problem) {
      if (login) setAutostart(settings);
      return { kind: 'refused', problem };
    }
    await retryStart();
    return { kind: 'changed' };
  }

  const setAutostart = (wanted: Settings) => deps.autostart.set(wanted.startAtLogin, wanted.startHidden);

  /** Puts in force what concerns the relay, or while none runs sees whether it could be; calls `done` when so. */
  async function apply(
    next: Settings,
    names: readonly (keyof SettingsChange)[],
    done: (config: ServerConfig | undefined) => void,
  ): Promise<Problem | undefined> {
    const concerns = SERVER_SETTINGS.filter((name) => names.includes(name));
    const config = concerns.length > 0 ? await configBuilder.configFor(next) : undefined;
    const listens = concerns.includes('port') || concerns.includes('reach');
    if (config && (supervisor.running() || listens)) return applyConfig(config, done);
    if (config && !config.ok) return config.error;
    done(config?.value);
    return undefined;
  }

  /** After a change, what was the problem may be solved. */
  const retryStart = async () => (store.get().relay.kind === 'problem' ? start() : undefined);

  async function changePassword(secret: string): Promise<ChangeResult> {
    if (closed) return APP_CLOSING;
    if (supervisor.running()) {
      const config = await configBuilder.configFor(settings, secret);
      const problem = await applyConfig(config, (running) => updateState(runningState(running)));
      if (problem) return { kind: 'refused', problem };
    }
    relayPassword.replace(secret);
    await retryStart();
    return { kind: 'changed' };
  }

  async function restorePassword(): Promise<ChangeResult> {
    const before = relayPassword.before();
    return before === undefined ? { kind: 'cancelled' } : changePassword(before);
  }

  async function replaceCertificate(): Promise<ChangeResult> {
    if (closed) return APP_CLOSING;
    const replaced = await certificates.replaceOwn(hosts());
    if (!replaced.ok) return { kind: 'refused', problem: { kind: 'certificate', trouble: replaced.error } };
    if (settings.tls.kind !== 'selfSigned') return { kind: 'changed' };
    const problem = await apply(settings, ['tls'], (config) => config && updateState(runningState(config)));
    if (problem) {
      // The relay goes on with the old one, and so does its next start; unless even that fails: then with the new one.
      replaced.value();
      return { kind: 'refused', problem };
    }
    await retryStart();
    return { kind: 'changed' };
  }

  /** The certificate has to name the addresses of today, and its owner may have renewed it. */
  async function renewCertificate(): Promise<void> {
    const running = supervisor.running();
    if (!running?.config.tls) return;
    const pair = await certificates.pairFor(settings.tls, hosts());
    if (!pair.ok || !pair.value || pair.value.fingerprint === store.get().certificate?.fingerprint) return;
    supervisor.renewTls(pair.value);
    updateState({ certificate: served.serve(pair.value) });
  }

  async function turnOff(): Promise<void> {
    if (store.get().relay.kind === 'stopped') return;
    saveSettings({ relayOn: false });
    const devices = store.get().devices.length;
    await stop();
    updateState({ turnedOff: { at: clock.now(), devices } });
  }

  async function turnOn(): Promise<void> {
    if (!settings.relayOn) saveSettings({ relayOn: true });
    await start();
  }

  function refreshHosts(): void {
    const found = hosts();
    const differ = found.join() !== store.get().hosts.join();
    if (differ) updateState({ hosts: found });
    if (differ || served.isDue()) void unlessClosed(renewCertificate);
  }

  /** As enqueue, but nothing at all once the app ends. */
  const unlessClosed = (work: () => Promise<void>) => enqueue(async () => (closed ? undefined : work()));

  return {
    state: store,
    begin: () => unlessClosed(begin),
    startRelay: () => unlessClosed(turnOn),
    stopRelay: () => unlessClosed(turnOff),
    change: (wanted) => enqueue(() => change(wanted)),
    revealPassword: relayPassword.reveal,
    changePassword: (secret = makePassword()) => enqueue(() => changePassword(secret)),
    restorePassword: () => enqueue(restorePassword),
    replaceCertificate: () => enqueue(replaceCertificate),
    devices: deviceService,
    dismissSetAside: () => updateState({ setAside: undefined }),
    finishWelcome: () => saveSettings({ welcomed: true }),
    expectTestDevices: deviceService.testDevices.expect,
    doctorIs: (doctor) => updateState({ doctor }),
    advertisedIs: (advertised) => updateState({ advertised }),
    trayIsMissing: (missing) => updateState({ trayMissing: missing }),
    updateIs(update) {
      updateState({ update });
      if (update.kind !== 'available' || update.newer.version === settings.toldVersion) return;
      saveSettings({ toldVersion: update.newer.version });
      notify({ kind: 'update', version: update.newer.version });
    },
    logIsUnsaved: (problem) => recordSaveError('log', problem),
    certificatePem: served.pem,
    refreshHosts,
    close: () =>
      enqueue(async () => {
        closed = true;
        await stop();
        deviceService.close();
      }),
  };
}
