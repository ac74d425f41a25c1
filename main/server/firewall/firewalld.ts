import { type FirewallRequirements, MDNS_PORT } from './requirements';
import type { FirewallState } from './ufw';

/** What a zone lets in, of `firewall-cmd --zone=ZONE --list-all`. */
export interface Zone {
  readonly name: string;
  readonly target: string;
  readonly services: readonly string[];
  readonly ports: readonly string[];
}

/**
 * The zones that have an adapter, of `firewall-cmd --get-active-zones`: a name (newer ones say `public (default)`), and
 * beneath it `  interfaces: eth0 wlan0`.
 */
export function parseActiveZones(text: string): { readonly name: string; readonly interfaces: string[] }[] {
  const zones: { name: string; interfaces: string[] }[] = [];
  for (const line of text.split('\n')) {
    const name = /^(\S+)/.exec(line)?.[1];
    const interfaces = /^\s+interfaces:\s*(.*)$/.exec(line)?.[1];
    if (name !== undefined) zones.push({ name, interfaces: [] });
    else if (interfaces !== undefined)
      zones.at(-1)?.interfaces.push(...interfaces.split(/\s+/).filter(Boolean));
  }
  return zones.filter(({ interfaces }) => interfaces.length > 0);
}

export function parseZone(name: string, text: string): Zone {
  const field = (label: string) =>
    new RegExp(`^\\s+${label}:[ \\t]*(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
  const words = (label: string) => field(label).split(/\s+/).filter(Boolean);
  return { name, target: field('target'), services: words('services'), ports: words('ports') };
}

/** What the zones together do with the wanted ports: a device may come in over each of them. */
export function evaluateZones(zones: readonly Zone[], wanted: FirewallRequirements): FirewallState {
  if (zones.length === 0) return 'uncertain';
  if (closedFor(zones, wanted).length > 0) return 'closed';
  return wanted.findable && hiddenIn(zones).length > 0 ? 'discoveryClosed' : 'open';
}

export function firewalldCommands(zones: readonly Zone[], wanted: FirewallRequirements): string[] {
  const ports = closedFor(zones, wanted).map(
    ({ name }) => `sudo firewall-cmd --permanent --zone=${name} --add-port=${wanted.port}/tcp`,
  );
  const services = (wanted.findable ? hiddenIn(zones) : []).map(
    ({ name }) => `sudo firewall-cmd --permanent --zone=${name} --add-service=mdns`,
  );
  return [...ports, ...services, 'sudo firewall-cmd --reload'];
}

const closedFor = (zones: readonly Zone[], { port }: FirewallRequirements): Zone[] =>
  zones.filter((zone) => !lets(zone, port, 'tcp'));

const hiddenIn = (zones: readonly Zone[]): Zone[] =>
  zones.filter((zone) => !zone.services.includes('mdns') && !lets(zone, MDNS_PORT, 'udp'));

/** Ports are `9001/tcp` and `1025-65535/udp`. */
const lets = ({ target, ports }: Zone, port: number, protocol: string): boolean =>
  target === 'ACCEPT' ||
  ports.some((entry) => {
    const [, from, until = from, of] = /^(\d+)(?:-(\d+))?\/(\w+)$/.exec(entry) ?? [];
    return of === protocol && Number(from) <= port && port <= Number(until);
  });
