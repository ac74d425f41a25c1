import { z } from 'zod';
import { type FirewallRequirements, MDNS_PORT } from './requirements';

// PowerShell gives one object where there is one, and null where there is none.
const several = <T extends z.ZodType>(of: T) =>
  z
    .union([z.array(of), of, z.null()])
    .transform((value): z.infer<T>[] =>
      value === null ? [] : Array.isArray(value) ? value : [value as z.infer<T>],
    );

const infoSchema = z.object({
  networks: several(z.object({ name: z.string(), category: z.string() })),
  profiles: several(
    z.object({ name: z.string(), enabled: z.string(), inbound: z.string(), allowRules: z.string() }),
  ),
  /** The rules about this program or the relay's port that are on and about what comes in. */
  rules: several(
    z.object({
      action: z.string(),
      profile: z.string(),
      protocol: z.string(),
      port: z.string(),
      byProgram: z.boolean(),
    }),
  ),
});

export type WindowsFirewallInfo = z.infer<typeof infoSchema>;

/** The answer of FACTS_SCRIPT; undefined when it is none. */
export function parseWindowsFirewallInfo(text: string): WindowsFirewallInfo | undefined {
  try {
    const info = infoSchema.safeParse(JSON.parse(text));
    return info.success ? info.data : undefined;
  } catch {
    return undefined;
  }
}

export type WindowsFirewallState =
  | { readonly kind: 'off' | 'open' | 'closed' | 'discoveryClosed' | 'programBlocked' | 'allBlocked' }
  | { readonly kind: 'publicNetwork'; readonly networks: readonly string[] };

/** What the firewall of Windows does with the wanted ports in the networks that this computer is in. */
export function evaluateWindows(
  { networks, profiles, rules }: WindowsFirewallInfo,
  wanted: FirewallRequirements,
): WindowsFirewallState {
  const names = new Set(networks.map(({ category }) => PROFILES[category] ?? 'Public'));
  const used = profiles.filter(({ name }) => names.has(name));
  const guarded = used.filter(({ enabled, inbound }) => enabled === 'True' && inbound !== 'Allow');
  if (guarded.length === 0) return { kind: 'off' };
  if (guarded.some(({ allowRules }) => allowRules === 'False')) return { kind: 'allBlocked' };

  const fits = (profile: string, where: string) => profile === 'Any' || profile.split(/,\s*/).includes(where);
  const about = (where: string, protocol: string, port: number) =>
    rules.filter(
      (rule) =>
        fits(rule.profile, where) &&
        [protocol, 'Any'].includes(rule.protocol) &&
        portsOf(rule.port).some(([from, until]) => from <= port && port <= until),
    );
  // A rule that blocks wins over all that allow.
  const blocked = guarded.some(({ name }) =>
    about(name, 'TCP', wanted.port).some(({ action }) => action === 'Block'),
  );
  if (blocked) return { kind: 'programBlocked' };
  const closed = guarded.filter(({ name }) => about(name, 'TCP', wanted.port).length === 0);
  if (closed.length === 0) {
    const hidden = wanted.findable && guarded.some(({ name }) => about(name, 'UDP', MDNS_PORT).length === 0);
    return { kind: hidden ? 'discoveryClosed' : 'open' };
  }
  const isPublic = networks.filter(({ category }) => category === 'Public');
  // Rules for home networks do not count in one that Windows takes for a public one.
  const atHome = about('Private', 'TCP', wanted.port).some(({ action }) => action === 'Allow');
  return isPublic.length > 0 && atHome
    ? { kind: 'publicNetwork', networks: isPublic.map(({ name }) => name) }
    : { kind: 'closed' };
}

const PROFILES: Readonly<Record<string, string>> = {
  Public: 'Public',
  Private: 'Private',
  DomainAuthenticated: 'Domain',
};

/** `Any`, `9001`, `9000-9010`, or several with commas. */
const portsOf = (text: string): (readonly [number, number])[] =>
  text === 'Any'
    ? [[0, 65_535]]
    : text.split(/[,\s]+/).map((range) => {
        const [from = '', until = from] = range.split('-');
        return [Number(from), Number(until)];
      });

/** The program comes in `RELAY_PROGRAM` and the port in `RELAY_PORT`, so that nothing has to be quoted. */
export const INFO_SCRIPT = `
$ErrorActionPreference = 'SilentlyContinue'
$ProgressPreference = 'SilentlyContinue'
[Console]::OutputEncoding = [Text.Encoding]::UTF8
function Describe($filters, $byProgram) {
  foreach ($filter in $filters) {
    $rule = $filter | Get-NetFirewallRule
    if (-not $rule -or "$($rule.Direction)" -ne 'Inbound' -or "$($rule.Enabled)" -ne 'True') { continue }
    $ports = $rule | Get-NetFirewallPortFilter
    $program = ($rule | Get-NetFirewallApplicationFilter).Program
    if (-not $byProgram -and $program -ne 'Any') { continue }
    @{ action = "$($rule.Action)"; profile = "$($rule.Profile)"; protocol = "$($ports.Protocol)";
       port = "$($ports.LocalPort -join ',')"; byProgram = $byProgram }
  }
}
$byProgram = Get-NetFirewallApplicationFilter -Program $env:RELAY_PROGRAM
$byPort = Get-NetFirewallPortFilter -Protocol TCP | Where-Object { $_.LocalPort -contains $env:RELAY_PORT }
@{
  networks = @(Get-NetConnectionProfile | ForEach-Object { @{ name = "$($_.Name)"; category = "$($_.NetworkCategory)" } })
  profiles = @(Get-NetFirewallProfile -PolicyStore ActiveStore | ForEach-Object { @{ name = "$($_.Name)"; enabled = "$($_.Enabled)";
    inbound = "$($_.DefaultInboundAction)"; allowRules = "$($_.AllowInboundRules)" } })
  rules = @(Describe $byProgram $true) + @(Describe $byPort $false)
} | ConvertTo-Json -Depth 4 -Compress
`;

/** The names by which the installer knows the rules too (packaging/win/installer.nsh), and takes them away. */
const RULE = 'Buckets Relay';
const FINDING_RULE = 'Buckets Relay (finding it in the network)';

/**
 * What has to be run with an administrator's rights: in private networks alone, for this program alone. Rules that keep
 * it from being reached, which Windows writes when its question is cancelled, have to go first, since they win.
 */
export function allowScript(program: string): string {
  const path = `'${program.replaceAll("'", "''")}'`;
  return `
$ErrorActionPreference = 'Stop'
Get-NetFirewallApplicationFilter -Program ${path} -ErrorAction SilentlyContinue | Get-NetFirewallRule |
  Where-Object { "$($_.Direction)" -eq 'Inbound' -and ("$($_.Action)" -eq 'Block' -or $_.DisplayName -in '${RULE}', '${FINDING_RULE}') } |
  Remove-NetFirewallRule
New-NetFirewallRule -DisplayName '${RULE}' -Program ${path} -Direction Inbound -Action Allow -Profile Private -Protocol TCP | Out-Null
New-NetFirewallRule -DisplayName '${FINDING_RULE}' -Program ${path} -Direction Inbound -Action Allow -Profile Private -Protocol UDP -LocalPort ${MDNS_PORT} | Out-Null
`;
}

/** PowerShell's form for a whole script as one word. */
export const encodePowerShell = (script: string): string => Buffer.from(script, 'utf16le').toString('base64');

/** Exit codes of ASKING_SCRIPT besides those of the script that it runs. */
export const UAC_DECLINED = 1_223;

/** Runs a script with an administrator's rights, on the system's own question whether to. */
export const elevatedScript = (script: string): string => `
try {
  $run = Start-Process powershell -Verb RunAs -WindowStyle Hidden -Wait -PassThru -ArgumentList '-NoProfile', '-NonInteractive', '-EncodedCommand', '${encodePowerShell(script)}'
  exit $run.ExitCode
} catch { exit ${UAC_DECLINED} }
`;
