import { readFile } from 'node:fs/promises';
import type { FirewallFinding, FirewallProgram } from '../../../preload/doctor';
import { err, ok, type Result } from '../../lib/result';
import { evaluateZones, firewalldCommands, parseActiveZones, parseZone } from './firewalld';
import { evaluateMac } from './mac';
import type { FirewallRequirements } from './requirements';
import { runTool, type Tool } from './tool';
import { evaluateUfw, type FirewallState, ufwCommands } from './ufw';
import {
  allowScript,
  elevatedScript,
  encodePowerShell,
  evaluateWindows,
  INFO_SCRIPT,
  parseWindowsFirewallInfo,
  UAC_DECLINED,
} from './windows';

export interface FirewallOptions {
  readonly platform: NodeJS.Platform;
  /** The path of this very program. */
  readonly program: string;
  readonly run?: Tool;
  /** Where Linux has its settings, if not in `/etc`. */
  readonly etc?: string;
}

/** What this computer's firewall does with the relay, as far as it can be asked without any rights. Never rejects. */
export async function checkFirewall(
  options: FirewallOptions,
  wanted: FirewallRequirements,
): Promise<FirewallFinding> {
  const run = options.run ?? runTool;
  switch (options.platform) {
    case 'linux':
      return (
        (await askUfw(options, run, wanted)) ?? (await askFirewalld(run, wanted)) ?? { kind: 'noFirewall' }
      );
    case 'darwin':
      return askMac(options, run, wanted);
    case 'win32':
      return askWindows(options, run, wanted);
    default:
      return { kind: 'firewallUnknown' };
  }
}

/** Undefined where it is not on. */
async function askUfw(
  { etc = '/etc' }: FirewallOptions,
  run: Tool,
  wanted: FirewallRequirements,
): Promise<FirewallFinding | undefined> {
  const [conf, defaults] = await Promise.all([
    readText(`${etc}/ufw/ufw.conf`),
    readText(`${etc}/default/ufw`),
  ]);
  if (conf === undefined) return undefined;
  const status = await run('ufw', ['status']);
  const info = { conf, defaults, status: status.code === 0 ? status.text : undefined };
  const firewallState = evaluateUfw(info, wanted);
  return firewallState === 'off'
    ? undefined
    : finding(firewallState, 'ufw', wanted, ufwCommands(wanted, firewallState));
}

async function askFirewalld(run: Tool, wanted: FirewallRequirements): Promise<FirewallFinding | undefined> {
  const state = await run('firewall-cmd', ['--state']);
  if (state.code !== 0) return undefined;
  const active = parseActiveZones((await run('firewall-cmd', ['--get-active-zones'])).text);
  const zones = await Promise.all(
    active.map(async ({ name }) =>
      parseZone(name, (await run('firewall-cmd', [`--zone=${name}`, '--list-all'])).text),
    ),
  );
  return finding(evaluateZones(zones, wanted), 'firewalld', wanted, firewalldCommands(zones, wanted));
}

function finding(
  firewallState: FirewallState,
  program: FirewallProgram,
  { port }: FirewallRequirements,
  commands: readonly string[],
): FirewallFinding {
  switch (firewallState) {
    case 'off':
      return { kind: 'noFirewall' };
    case 'open':
      return { kind: 'portOpen', program };
    case 'closed':
      return { kind: 'portClosed', program, port, commands };
    case 'discoveryClosed':
      return { kind: 'discoveryClosed', program, commands };
    case 'uncertain':
      return { kind: 'portUncertain', program, port, commands };
  }
}

const SOCKET_FILTER = '/usr/libexec/ApplicationFirewall/socketfilterfw';

async function askMac(
  { program }: FirewallOptions,
  run: Tool,
  { port }: FirewallRequirements,
): Promise<FirewallFinding> {
  const [state, blockAll, apps] = await Promise.all(
    ['--getglobalstate', '--getblockall', '--listapps'].map((what) => run(SOCKET_FILTER, [what])),
  );
  const info = { state: state?.text ?? '', blockAll: blockAll?.text ?? '', apps: apps?.text ?? '' };
  const firewallState = evaluateMac(info, program);
  switch (firewallState) {
    case 'off':
      return { kind: 'noFirewall' };
    case 'open':
      return { kind: 'portOpen', program: 'mac' };
    case 'uncertain':
      // Where it does not even say whether it is on, nothing can be said.
      return state?.code === 0
        ? { kind: 'portUncertain', program: 'mac', port, commands: [] }
        : { kind: 'firewallUnknown' };
    default:
      return { kind: firewallState, program: 'mac' };
  }
}

/** PowerShell alone takes a second or two to start. */
const POWERSHELL_MS = 15_000;

const powershell = (script: string) => [
  '-NoProfile',
  '-NonInteractive',
  '-EncodedCommand',
  encodePowerShell(script),
];

async function askWindows(
  { program }: FirewallOptions,
  run: Tool,
  wanted: FirewallRequirements,
): Promise<FirewallFinding> {
  const env = { RELAY_PROGRAM: program, RELAY_PORT: String(wanted.port) };
  const output = await run('powershell', powershell(INFO_SCRIPT), { timeoutMs: POWERSHELL_MS, env });
  const info = parseWindowsFirewallInfo(output.text);
  if (!info) return { kind: 'firewallUnknown' };
  const firewallState = evaluateWindows(info, wanted);
  switch (firewallState.kind) {
    case 'publicNetwork':
      return firewallState;
    case 'programBlocked':
    case 'allBlocked':
      return { kind: firewallState.kind, program: 'windows' };
    default:
      return finding(firewallState.kind, 'windows', wanted, []);
  }
}

/** Somebody may have to look for an administrator's password. */
const ASKING_MS = 5 * 60_000;

/** Why the firewall was not opened: nobody agreed, or the system's tool ended with `code`. */
export type AllowProblem =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly code: string };

/** Lets this program through the firewall of Windows, in private networks. Never rejects. */
export async function allowOnWindows({
  platform,
  program,
  run = runTool,
}: FirewallOptions): Promise<Result<void, AllowProblem>> {
  if (platform !== 'win32') return err({ kind: 'failed', code: platform });
  const script = elevatedScript(allowScript(program));
  const { code } = await run('powershell', powershell(script), { timeoutMs: ASKING_MS });
  if (code === 0) return ok(undefined);
  if (code === UAC_DECLINED) return err({ kind: 'cancelled' });
  return err({ kind: 'failed', code: `powershell ${code ?? ''}`.trim() });
}

const readText = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);
