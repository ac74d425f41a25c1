import type { ChangeResult, Problem, SettingsChange } from '../../preload/views';
import { createStore } from '../lib/observable';
import { err, ok, type Result } from '../lib/result';
import { createSerialQueue } from '../lib/serialQueue';
import { DEFAULT_USERNAME, makePassword } from './account/account';
import { createRelayPassword } from './account/relayPassword';
import { systemClock } from './clock';
import type { Controller, ControllerParts } from './controllerParts';
import { createDeviceService } from './devices/deviceService';
import { relayIdentity } from './relay/relayIdentity';
import { createServedCertificate } from './relay/servedCertificate';
import { createServerConfigBuilder } from './relay/serverConfig';
import { createServerSupervisor, type ServerConfig } from './relay/serverSupervisor';
import { withRemedyData } from './relay/startProblem';
import { createSaveErrors, type SavedKind } from './settings/saveErrors';
import { differences, SERVER_SETTINGS, type Settings, settingsView } from './settings/settings';
import { type AppState, changed, initialState, type RelayStatus } from './state';

const CLOSED: ChangeResult = { kind: 'refused', problem: { kind: 'cannotListen', code: 'closed' } };

export function createController(parts: ControllerParts): Controller {
  const { clock = systemClock, certificates, log, tell } = parts;
  const loaded = parts.settings.load();
  const loadedDevices = parts.devices.load();
  let settings: Settings = { ...loaded.value, startAtLogin: parts.autostart.isOn() };
  const { relayId, identity } = relayIdentity(parts.relayKey, settings.relayId);
  let closed = false;
  const served = createServedCertificate(clock);
  const unsaved = createSaveErrors({ settings: loaded.problem, devices: loadedDevices.problem });

  const store = createStore<AppState>({
    ...initialState(settings, parts.computerName),
    passwordKept: parts.passwords.kept(),
    known: loadedDevices.value,
    setAside: loaded.setAside ?? loadedDevices.setAside,
    saveProblem: unsaved.problem(),
  });

  const show = (change: Partial<AppState>) => store.update((state) => changed(state, change));

  function noteUnsaved(what: SavedKind, problem: string | undefined, more?: Partial<AppState>): void {
    unsaved.note(what, problem);
    show({ ...more, saveProblem: unsaved.problem() });
  }

  function showRelay(relay: RelayStatus): void {
    if (relay.kind === 'problem') log.add({ kind: 'notStarted', problem: relay.problem });
    if (relay.kind === 'problem') tell({ kind: 'problem' });
    show({ relay });
  }

  /** Two changes at once cannot meet. */
  const inTurn = createSerialQueue();

  const vault = createRelayPassword(parts.passwords, (problem) =>
    noteUnsaved('password', problem, { passwordKept: parts.passwords.kept() }),
  );

  const planner = createServerConfigBuilder(certificates, vault, parts.homeHosts);
  const hosts = () => planner.hosts(settings);
  show({ hosts: hosts() });

  const desk = createDeviceService({
    store: parts.devices,
    book: loadedDevices.value,
    clock,
    log,
    tell,
    onlyKnown: () => settings.onlyKnown,
    server: () => runner.running()?.server,
    isSeen: parts.isSeen ?? (() => true),
    show: (change, problem) => noteUnsaved('devices', problem, change),
  });

  const runner = createServerSupervisor({
    admit: desk.admit,
    identity,
    onEvent(event) {
      if (event.kind === 'listenerFailed') void inTurn(() => giveUp(event.code));
      desk.heard(event);
    },
    onLateEvent: log.add,
    onSwitch: desk.anew,
  });

  /** Saves a change of settings, and shows it in one step with what belongs to it. */
  function keep(change: Partial<Settings>, more: Partial<AppState> = {}): void {
    settings = { ...settings, ...change };
    const saved = parts.settings.save(settings);
    noteUnsaved('settings', saved.ok ? undefined : saved.error, { settings, ...more });
  }

  /** Runs the plan, or while the relay is stopped only tries whether it would run; calls `done` when so. */
  async function putInForce(
    plan: Result<ServerConfig, Problem>,
    done: (plan: ServerConfig) => void,
  ): Promise<Problem | undefined> {
    if (!plan.ok) return plan.error;
    const stopped = store.get().relay.kind === 'stopped';
    const tell = () => done(plan.value);
    const ran = stopped ? await runner.probe(plan.value) : await runner.run(plan.value, tell);
    if (ran.ok && stopped) tell();
    if (ran.ok) return undefined;
    const problem = await withRemedyData(ran.error, plan.value.address, parts.portOwner);
    // What ran before had to make room, and then did not come back.
    if (store.get().relay.kind === 'running' && !runner.running()) showRelay({ kind: 'problem', problem });
    return problem;
  }

  /** How it looks when the plan is in force. */
  function inForce({ port, tls }: ServerConfig): Partial<AppState> {
    const certificate = served.serve(tls);
    const running = runner.running();
    if (!running) return { certificate };
    log.add({ kind: 'started', port, tls: tls !== undefined });
    return {
      relay: { kind: 'running', port, address: running.listening.address },
      certificate,
      turnedOff: undefined,
    };
  }

  async function start(): Promise<void> {
    if (runner.running()) return;
    show({ relay: { kind: 'starting' } });
    const plan = await planner.configFor(settings);
    const problem = await putInForce(plan, started);
    if (!problem) return;
    // Nobody knows this relay's address before its first start, so the next free port does as well.
    const port = settings.port === undefined && 'nextFree' in problem ? problem.nextFree : undefined;
    const other: Result<ServerConfig, Problem> = plan.ok && port ? ok({ ...plan.value, port }) : err(problem);
    const still = await putInForce(other, started);
    if (still) showRelay({ kind: 'problem', problem: still });
  }

  function started(plan: ServerConfig): void {
    const shown = { ...inForce(plan), hosts: hosts() };
    const { port, username = DEFAULT_USERNAME } = settings;
    if (port === plan.port && username === settings.username && relayId === settings.relayId) show(shown);
    else keep({ port: plan.port, username, relayId }, shown);
  }

  async function begin(): Promise<void> {
    if (settings.relayOn) return start();
    const pair = await certificates.pairFor(settings.tls, hosts());
    if (pair.ok) show({ certificate: served.serve(pair.value) });
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
    const names = differences(wanted, settingsView(settings, parts.computerName));
    if (names.length === 0) return { kind: 'changed' };
    const next: Settings = { ...settings, ...wanted };
    const login = names.includes('startAtLogin') || (names.includes('startHidden') && next.startAtLogin);
    const set = login ? setAutostart(next) : ok(undefined);
    if (!set.ok) return { kind: 'failed', trouble: set.error };
    const problem = await apply(next, names, (plan) =>
      keep(wanted, { ...(plan && inForce(plan)), hosts: planner.hosts(next) }),
    );
    if (problem) {
      if (login) setAutostart(settings);
      return { kind: 'refused', problem };
    }
    await startAgain();
    return { kind: 'changed' };
  }

  const setAutostart = (wanted: Settings) => parts.autostart.set(wanted.startAtLogin, wanted.startHidden);

  /** Puts in force what concerns the relay, or while none runs sees whether it could be; calls `done` when so. */
  async function apply(
    next: Settings,
    names: readonly (keyof SettingsChange)[],
    done: (plan: ServerConfig | undefined) => void,
  ): Promise<Problem | undefined> {
    const concerns = SERVER_SETTINGS.filter((name) => names.includes(name));
    const plan = concerns.length > 0 ? await planner.configFor(next) : undefined;
    const listens = concerns.includes('port') || concerns.includes('reach');
    if (plan && (runner.running() || listens)) return putInForce(plan, done);
    if (plan && !plan.ok) return plan.error;
    done(plan?.value);
    return undefined;
  }

  /** After a change, what was the problem may be solved. */
  const startAgain = async () => (store.get().relay.kind === 'problem' ? start() : undefined);

  async function changePassword(secret: string): Promise<ChangeResult> {
    if (closed) return CLOSED;
    if (runner.running()) {
      const plan = await planner.configFor(settings, secret);
      const problem = await putInForce(plan, (running) => show(inForce(running)));
      if (problem) return { kind: 'refused', problem };
    }
    vault.replace(secret);
    await startAgain();
    return { kind: 'changed' };
  }

  async function restorePassword(): Promise<ChangeResult> {
    const before = vault.before();
    return before === undefined ? { kind: 'cancelled' } : changePassword(before);
  }

  async function replaceCertificate(): Promise<ChangeResult> {
    if (closed) return CLOSED;
    const replaced = await certificates.replaceOwn(hosts());
    if (!replaced.ok) return { kind: 'refused', problem: { kind: 'certificate', trouble: replaced.error } };
    if (settings.tls.kind !== 'selfSigned') return { kind: 'changed' };
    const problem = await apply(settings, ['tls'], (plan) => plan && show(inForce(plan)));
    if (problem) {
      // The relay goes on with the old one, and so does its next start; unless even that fails: then with the new one.
      replaced.value();
      return { kind: 'refused', problem };
    }
    await startAgain();
    return { kind: 'changed' };
  }

  /** The certificate has to name the addresses of today, and its owner may have renewed it. */
  async function renewCertificate(): Promise<void> {
    const running = runner.running();
    if (!running?.plan.tls) return;
    const pair = await certificates.pairFor(settings.tls, hosts());
    if (!pair.ok || !pair.value || pair.value.fingerprint === store.get().certificate?.fingerprint) return;
    runner.renewTls(pair.value);
    show({ certificate: served.serve(pair.value) });
  }

  async function turnOff(): Promise<void> {
    if (store.get().relay.kind === 'stopped') return;
    keep({ relayOn: false });
    const devices = store.get().devices.length;
    await stop();
    show({ turnedOff: { at: clock.now(), devices } });
  }

  async function turnOn(): Promise<void> {
    if (!settings.relayOn) keep({ relayOn: true });
    await start();
  }

  function refreshHosts(): void {
    const found = hosts();
    const differ = found.join() !== store.get().hosts.join();
    if (differ) show({ hosts: found });
    if (differ || served.isDue()) void unlessClosed(renewCertificate);
  }

  /** As inTurn, but nothing at all once the app ends. */
  const unlessClosed = (work: () => Promise<void>) => inTurn(async () => (closed ? undefined : work()));

  return {
    state: store,
    begin: () => unlessClosed(begin),
    startRelay: () => unlessClosed(turnOn),
    stopRelay: () => unlessClosed(turnOff),
    change: (wanted) => inTurn(() => change(wanted)),
    revealPassword: vault.reveal,
    changePassword: (secret = makePassword()) => inTurn(() => changePassword(secret)),
    restorePassword: () => inTurn(restorePassword),
    replaceCertificate: () => inTurn(replaceCertificate),
    devices: desk,
    dismissSetAside: () => show({ setAside: undefined }),
    finishWelcome: () => keep({ welcomed: true }),
    expectTestDevices: desk.visitors.receive,
    doctorIs: (doctor) => show({ doctor }),
    advertisedIs: (advertised) => show({ advertised }),
    trayIsMissing: (missing) => show({ trayMissing: missing }),
    updateIs(update) {
      show({ update });
      if (update.kind !== 'available' || update.newer.version === settings.toldVersion) return;
      keep({ toldVersion: update.newer.version });
      tell({ kind: 'update', version: update.newer.version });
    },
    logIsUnsaved: (problem) => noteUnsaved('log', problem),
    certificatePem: served.pem,
    refreshHosts,
    close: () =>
      inTurn(async () => {
        closed = true;
        await stop();
        desk.close();
      }),
  };
}
