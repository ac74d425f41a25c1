import type { X509Certificate } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';

/** Labels of 1 to 63 characters; the underscore is no DNS, but some computers' names have it. */
const DNS_NAME = /^(?=.{1,253}$)[a-z0-9_][a-z0-9_-]{0,62}(\.[a-z0-9_][a-z0-9_-]{0,62})*$/;

/**
 * The form in which hosts are compared and written into a certificate: a name in lower case and ASCII, an IPv6
 * address as short as it gets. Undefined for what no certificate can hold, as an address with a zone.
 */
export function canonicalHost(host: string): string | undefined {
  if (isIPv4(host)) return host;
  if (isIPv6(host)) return host.includes('%') ? undefined : new URL(`http://[${host}]`).hostname.slice(1, -1);
  const name = domainToASCII(host.replace(/\.$/, ''));
  return DNS_NAME.test(name) && !isIPv4(name) ? name : undefined;
}

/** All that a certificate is for: its alternative names, or the common name of one that has none. */
export function namesOf(certificate: X509Certificate): string[] {
  const listed = certificate.subjectAltName;
  if (listed === undefined) return certificate.subject?.match(/(?<=^CN=).+/m)?.slice(0, 1) ?? [];
  // `DNS:localhost, IP Address:127.0.0.1`; a value in which there are commas or quotes is in quotes itself.
  const entries = listed.matchAll(/(?:^|, )([^:,"]+):("(?:[^"\\]|\\.)*"|[^,]*)/gy);
  return [...entries].flatMap(([, type, value = '']) => {
    if (type === 'DNS') return [value.toLowerCase()];
    return type === 'IP Address' ? [canonicalHost(value) ?? value] : [];
  });
}

export interface OwnHosts {
  /** What devices may call this computer, for long: a certificate without one of these is issued anew. */
  readonly hosts: readonly string[];
  /** IPv6 addresses. Systems make new ones every day: no reason to change a certificate that devices pin. */
  readonly passingHosts: readonly string[];
}

/** The names and addresses of this computer: NAME, NAME.local, and `addresses`, which are those of its networks. */
export function ownHosts(hostname: string, addresses: readonly string[]): OwnHosts {
  const [label = ''] = hostname.split('.');
  return {
    hosts: [hostname, label, `${label}.local`, ...addresses.filter((address) => !isIPv6(address))].filter(
      (host, index, all) => canonicalHost(host) !== undefined && all.indexOf(host) === index,
    ),
    passingHosts: addresses.filter((address) => isIPv6(address)),
  };
}
