import type {
  Check,
  CheckName,
  DoctorReport,
  Finding,
  FirewallFinding,
  SkipReason,
} from '../../../preload/doctor';
import { probeRelay } from '../../client/probeRelay';
import { parseFingerprint } from '../../lib/fingerprint';
import { type Adapter, type Interfaces, virtualAdapters } from '../../lib/networkAdapters';
import type { Dispose } from '../../lib/observable';
import type { DeviceKey } from '../../protocol/deviceKey';
import { generateIdentity } from '../../protocol/identity';
import { relayUrl } from '../../protocol/relayUrl';
import { settingsView } from '../settings/settings';
import type { AppState } from '../state';
import { advertisedCheck } from './advertisedCheck';
import { certificateFinding } from './certificateFinding';
import { deviceChecks, STEP_MS } from './deviceChecks';
import { check } from './verdict';

export interface DoctorDependencies {
  readonly state: () => AppState;
  readonly password: () => string | undefined;
  /** The relay lets devices with these keys in, and tells nobody of them. */
  readonly expectTestDevices: (keys: readonly DeviceKey[]) => Dispose;
  /** On which the relay is advertised now. */
  readonly advertisedOn: () => readonly Adapter[];
  readonly interfaces: () => Interfaces;
  /** What the firewall does with that port, and with UDP 5353 if devices are to find the relay. */
  readonly firewall: (port: number, findable: boolean) => Promise<FirewallFinding>;
  readonly onChange: (view: { readonly running: boolean; readonly report: DoctorReport | undefined }) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Finds out why a device cannot connect, as far as this computer can tell. */
export interface Doctor {
  /** Examines everything, in a bounded time. Never twice at once: who asks meanwhile gets the same report. */
  run(): Promise<DoctorReport>;
  /** The last one. */
  report(): DoctorReport | undefined;
}

export function createDoctor(deps: DoctorDependencies): Doctor {
  const now = deps.now ?? Date.now;
  let last: DoctorReport | undefined;
  let running: Promise<DoctorReport> | undefined;

  async function examineOnce(): Promise<DoctorReport> {
    deps.onChange({ running: true, report: last });
    try {
      last = { checks: await examine(deps, now()), at: now() };
      return last;
    } finally {
      running = undefined;
      deps.onChange({ running: false, report: last });
    }
  }

  return {
    run() {
      running ??= examineOnce();
      return running;
    },
    report: () => last,
  };
}

/** All checks, in the order in which a connection comes about. */
async function examine(deps: DoctorDependencies, now: number): Promise<Check[]> {
  const state = deps.state();
  const { reach, port, advertise } = settingsView(state.settings, state.computerName);
  const open = reach === 'network';
  const firewall = open ? deps.firewall(port, advertise) : undefined;
  const [onRelay, advertised] = await Promise.all([
    relayChecks(deps, state),
    advertisedCheck(deps.advertisedOn, state),
  ]);
  return [
    ...onRelay.slice(0, 1),
    open ? networkCheck(state, deps.interfaces()) : skipped('network', 'onlyHere'),
    ...onRelay.slice(1),
    advertised,
    check('certificate', certificateFinding(state, now)),
    firewall ? check('firewall', await firewall) : skipped('firewall', 'onlyHere'),
  ];
}

const skipped = (name: CheckName, why: SkipReason): Check => check(name, { kind: 'skipped', why });

/** Whether it listens, is reached over each address, lets the right ones in, and passes things on. */
async function relayChecks(deps: DoctorDependencies, state: AppState): Promise<Check[]> {
  const { relay } = state;
  if (relay.kind !== 'running') {
    const names = ['reachable', 'login', 'echo'] as const;
    return [check('listening', relayFinding(relay)), ...names.map((name) => skipped(name, 'notRunning'))];
  }
  const { port } = relay;
  const here = await probe(state, HERE, port);
  if (!here.ok) {
    const names = ['reachable', 'login', 'echo'] as const;
    const finding: Finding = { kind: 'doesNotListen', port, why: here.error };
    return [check('listening', finding), ...names.map((name) => skipped(name, 'noAnswer'))];
  }
  const reachable = reachableCheck(state, port);
  const devices = await runTestDevices(deps, state, port);
  return [check('listening', { kind: 'listens', port }), await reachable, ...devices];
}

/** The way on which the relay does not count wrong passwords, whatever else it listens on. */
const HERE = '127.0.0.1';

function relayFinding(relay: Exclude<AppState['relay'], { kind: 'running' }>): Finding {
  switch (relay.kind) {
    case 'starting':
      return { kind: 'relayStarting' };
    case 'stopped':
      return { kind: 'relayOff' };
    case 'problem':
      return { kind: 'relayProblem', problem: relay.problem };
  }
}

/** Whether this relay, and no other program, answers there. */
async function probe({ certificate }: AppState, host: string, port: number) {
  const answer = await probeRelay(new URL(relayUrl(host, port, certificate !== undefined)), STEP_MS);
  const seen = answer.ok ? answer.value.certificate?.fingerprint : undefined;
  if (!answer.ok || seen === certificate?.fingerprint) return answer;
  return { ok: false, error: { kind: 'fingerprintDiffers', seen: seen ?? '' } } as const;
}

async function reachableCheck(state: AppState, port: number): Promise<Check> {
  if (state.settings.reach === 'computer') return skipped('reachable', 'onlyHere');
  if (state.hosts.length === 0) return skipped('reachable', 'noNetwork');
  const tried = await Promise.all(
    state.hosts.map(async (host) => ({ host, answer: await probe(state, host, port) })),
  );
  const answers = tried.filter(({ answer }) => answer.ok).map(({ host }) => host);
  const silent = tried.flatMap(({ host, answer }) => (answer.ok ? [] : [{ host, why: answer.error }]));
  if (silent.length > 0) return check('reachable', { kind: 'silentAt', silent, answers });
  const times = tried.flatMap(({ answer }) => (answer.ok ? [answer.value.ms] : []));
  return check('reachable', { kind: 'answersAt', hosts: answers }, Math.max(...times));
}

async function runTestDevices(deps: DoctorDependencies, state: AppState, port: number): Promise<Check[]> {
  const password = deps.password();
  if (password === undefined)
    return [check('login', { kind: 'passwordLocked' }), skipped('echo', 'notLetIn')];
  const identities = [generateIdentity(), generateIdentity()] as const;
  const end = deps.expectTestDevices(identities.map(({ publicKey }) => publicKey));
  const { certificate } = state;
  const fingerprint = certificate && parseFingerprint(certificate.fingerprint);
  const checks = await deviceChecks({
    url: relayUrl(HERE, port, certificate !== undefined),
    username: settingsView(state.settings, state.computerName).username,
    password,
    verifyCertificate: true,
    ...(fingerprint && { fingerprint }),
    identities,
    tryWrong: true,
  });
  end();
  return checks;
}

function networkCheck({ hosts }: AppState, interfaces: Interfaces): Check {
  const { virtual, vpn } = virtualAdapters(interfaces);
  if (hosts.length > 0) return check('network', { kind: 'onNetwork', hosts, vpn });
  const adapters = [...virtual, ...vpn];
  return check('network', adapters.length > 0 ? { kind: 'onlyVirtual', adapters } : { kind: 'noNetwork' });
}
