import type { NetworkInterfaceInfo } from 'node:os';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

// Adapters that lead to containers, virtual machines or a VPN: a phone at home cannot reach them.
const VIRTUAL =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|vethernet|lxc|lxd|podman|cni|flannel|cali|tun|tap|utun|wg|ppp|tailscale|zt|zerotier|ham|awdl|llw|bridge\d|vmware|virtualbox|openvpn|nordlynx|wireguard)/i;

/** The addresses at which other devices of the home network may reach this computer, the likeliest first. */
export function homeHosts(interfaces: Interfaces): string[] {
  const addresses = Object.entries(interfaces)
    .filter(([name]) => !VIRTUAL.test(name))
    .flatMap(([, infos]) => infos ?? [])
    .filter((info) => !info.internal && rank(info) !== undefined);
  return addresses
    .map((info) => ({ address: info.address, rank: rank(info) ?? 0 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ address }) => address);
}

/** What a person may call the computer of that host name: without the network's part. */
export const computerName = (hostname: string): string => hostname.split('.')[0] || hostname;

/** Where an address stands in the list; undefined for those that only work within one cable or not at all. */
function rank({ family, address }: NetworkInterfaceInfo): number | undefined {
  if (family === 'IPv6') return /^fe[89ab]/i.test(address) ? undefined : 4;
  if (address.startsWith('169.254.')) return undefined;
  if (address.startsWith('192.168.')) return 0;
  if (address.startsWith('10.')) return 1;
  if (/^172\.(1[6-9]|2\d|3[01])\./.test(address)) return 2;
  return 3;
}
