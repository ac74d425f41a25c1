import type { NetworkInterfaceInfo } from 'node:os';

/** What `os.networkInterfaces()` gives. */
export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** A network adapter of this computer, as far as multicast DNS is concerned. */
export interface Adapter {
  readonly name: string;
  /** The IPv4 address by which the system is told to send and receive on this adapter. */
  readonly interfaceAddress: string;
  /** The addresses of the adapter at which the relay can be reached, the likeliest first. */
  readonly addresses: readonly string[];
}

// Adapters that lead to containers, virtual machines or a VPN: a phone at home cannot reach them.
const VIRTUAL =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|vethernet|lxc|lxd|podman|cni|flannel|cali|tun|tap|utun|wg|ppp|tailscale|zt|zerotier|ham|awdl|llw|bridge\d|vmware|virtualbox|openvpn|nordlynx|wireguard)/i;

/** Those of them that are a VPN's. */
const VPN = /^(tun|tap|utun|wg|ppp|tailscale|zt|zerotier|ham|openvpn|nordlynx|wireguard)/i;

/** The addresses at which other devices of the home network may reach this computer, the likeliest first. */
export const lanAddresses = (interfaces: Interfaces): string[] =>
  likeliestFirst(Object.entries(interfaces).flatMap(([name, infos]) => (isHome(name) ? (infos ?? []) : [])));

/**
 * The adapters on which a relay that listens on `listening` is to be advertised, with the addresses that reach it
 * there. Listening everywhere (`0.0.0.0`, or `::` for IPv6 as well), that is every adapter of the home network;
 * otherwise the one that has this address, whichever it is, loopback too. Those without IPv4 are left out: nearly all
 * multicast DNS goes over it.
 */
export function advertisingAdapters(interfaces: Interfaces, listening: string): Adapter[] {
  const everywhere = listening === '::' || listening === '0.0.0.0';
  return Object.entries(interfaces).flatMap(([name, infos = []]) => {
    const reachable = everywhere
      ? likeliestFirst(isHome(name) ? infos : []).filter((host) => listening === '::' || !host.includes(':'))
      : infos.map(({ address }) => address).filter((address) => address === listening);
    if (reachable.length === 0) return [];
    const interfaceAddress = reachable.find((host) => !host.includes(':')) ?? infos.find(isIPv4)?.address;
    return interfaceAddress === undefined ? [] : [{ name, interfaceAddress, addresses: reachable }];
  });
}

/** The adapters on which to look for relays: those of the home network, and loopback, for one on this computer. */
export const browsingAdapters = (interfaces: Interfaces): Adapter[] => [
  ...advertisingAdapters(interfaces, '0.0.0.0'),
  ...advertisingAdapters(interfaces, '127.0.0.1'),
];

/** The adapters that have an address and lead to containers or virtual machines, and those of a VPN, by their names. */
export function virtualAdapters(interfaces: Interfaces): {
  readonly virtual: string[];
  readonly vpn: string[];
} {
  const names = Object.entries(interfaces).flatMap(([name, infos]) =>
    !isHome(name) && likeliestFirst(infos ?? []).length > 0 ? [name] : [],
  );
  return {
    virtual: names.filter((name) => !VPN.test(name)),
    vpn: names.filter((name) => VPN.test(name)),
  };
}

/** Addresses in the order in which they are worth trying; those that lead nowhere are left out. */
function likeliestFirst(infos: readonly NetworkInterfaceInfo[]): string[] {
  return infos
    .filter((info) => !info.internal)
    .flatMap(({ address }) => {
      const likelihood = rank(address);
      return likelihood === undefined ? [] : [{ address, likelihood }];
    })
    .sort((a, b) => a.likelihood - b.likelihood)
    .map(({ address }) => address);
}

/** Where an address stands in the list; undefined for those that only work within one cable or not at all. */
export function rank(address: string): number | undefined {
  if (address.includes(':')) return /^fe[89ab]/i.test(address) ? undefined : 4;
  if (address.startsWith('169.254.')) return undefined;
  if (address.startsWith('192.168.')) return 0;
  if (address.startsWith('10.')) return 1;
  if (/^172\.(1[6-9]|2\d|3[01])\./.test(address)) return 2;
  return 3;
}

const isHome = (name: string): boolean => !VIRTUAL.test(name);

const isIPv4 = ({ family }: NetworkInterfaceInfo): boolean => family === 'IPv4';
