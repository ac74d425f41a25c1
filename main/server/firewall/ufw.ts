import { type FirewallRequirements, MDNS_PORT } from './requirements';

/** What ufw's own files and program tell. Its rules are for root's eyes alone. */
export interface UfwInfo {
  /** `/etc/ufw/ufw.conf`; undefined where there is none. */
  readonly conf: string | undefined;
  /** `/etc/default/ufw`. */
  readonly defaults: string | undefined;
  /** What `ufw status` says; undefined for who may not ask. */
  readonly status: string | undefined;
}

export type FirewallState = 'off' | 'open' | 'closed' | 'discoveryClosed' | 'uncertain';

/** What ufw does with the wanted ports. */
export function evaluateUfw(info: UfwInfo, wanted: FirewallRequirements): FirewallState {
  if (info.status !== undefined && /^Status: inactive/m.test(info.status)) return 'off';
  const active = info.status !== undefined && /^Status: active/m.test(info.status);
  if (!active && !isOn(info.conf)) return 'off';
  if (/^\s*DEFAULT_INPUT_POLICY\s*=\s*"?ACCEPT/m.test(info.defaults ?? '') && !active) return 'open';
  if (info.status === undefined || !active) return 'uncertain';
  const rules = parseUfwStatus(info.status);
  if (!lets(rules, wanted.port, 'tcp')) return 'closed';
  return wanted.findable && !lets(rules, MDNS_PORT, 'udp') ? 'discoveryClosed' : 'open';
}

/** What a person with the rights for it types. */
export const ufwCommands = (wanted: FirewallRequirements, firewallState: FirewallState): string[] => [
  ...(firewallState === 'discoveryClosed' ? [] : [`sudo ufw allow ${wanted.port}/tcp`]),
  ...(wanted.findable ? [`sudo ufw allow ${MDNS_PORT}/udp`] : []),
];

const isOn = (conf: string | undefined): boolean => /^\s*ENABLED\s*=\s*"?yes/im.test(conf ?? '');

export interface UfwRule {
  readonly action: 'allow' | 'deny';
  /** First and last port; undefined for all. */
  readonly ports: readonly (readonly [number, number])[] | undefined;
  readonly protocol: 'tcp' | 'udp' | undefined;
}

/** The rules for what comes in, in order: lines as `9001/tcp   ALLOW   192.168.0.0/16`, `Anywhere  DENY IN  10.0.0.1`. */
export function parseUfwStatus(text: string): UfwRule[] {
  return text.split('\n').flatMap((line) => {
    const found = /^(\S+(?: on \S+| \(v6\)| \/\S+)*)\s{2,}(ALLOW|DENY|REJECT|LIMIT)(?: IN)?\s{2,}(.*\S)/.exec(
      line,
    );
    const [, to = '', action, from = ''] = found ?? [];
    if (action === undefined || to.includes('(v6)')) return [];
    const denied = action === 'DENY' || action === 'REJECT';
    // Some stranger is kept out, and nobody else.
    if (denied && !from.startsWith('Anywhere')) return [];
    const target = /^(\d[\d:,]*)(?:\/(tcp|udp))?(?: on \S+)?$/.exec(to);
    const anywhere = /^Anywhere(?: on \S+)?$/.test(to);
    // Names of programs ("OpenSSH", "Samba") are not about our ports.
    if (!target && !anywhere) return [];
    const protocol = target?.[2] === 'tcp' || target?.[2] === 'udp' ? target[2] : undefined;
    const ports = target?.[1]?.split(',').map((range): readonly [number, number] => {
      const [from = '', until = from] = range.split(':');
      return [Number(from), Number(until)];
    });
    return [{ action: denied ? 'deny' : 'allow', ports, protocol }];
  });
}

/** The first rule that fits decides; without any, ufw lets nothing in. A rule for some addresses only counts as one. */
function lets(rules: readonly UfwRule[], port: number, protocol: 'tcp' | 'udp'): boolean {
  const rule = rules.find(
    ({ ports, protocol: of }) =>
      (of === undefined || of === protocol) &&
      (ports === undefined || ports.some(([from, until]) => from <= port && port <= until)),
  );
  return rule?.action === 'allow';
}
