import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { createRecent } from '../../lib/recent';
import { err, ok, type Result } from '../../lib/result';
import { isLoopback } from './address';
import type { TrustedProxies } from './clientAddress';
import { addressOf, forwarded, forwardedFor } from './forwardedHeaders';

/**
 * Reads addresses and networks with commas between them; `loopback` is this computer, and `forwarded` says that the
 * proxies write Forwarded in place of X-Forwarded-For. Only one of the headers is ever believed: a proxy passes on the
 * other as a client sent it. The error is the entry that cannot be understood.
 */
export function parseTrustedProxies(text: string): Result<TrustedProxies, string> {
  const list = new BlockList();
  const entries = text.split(',').map((entry) => entry.trim());
  const others = entries.filter((entry) => entry !== 'forwarded');
  if (others.length === 0) return err(text);
  for (const entry of others) if (!addTo(list, entry)) return err(entry);
  return ok(trustedProxies(list, others.length < entries.length));
}

function addTo(list: BlockList, entry: string): boolean {
  if (entry === 'loopback') return addTo(list, '127.0.0.0/8') && addTo(list, '::1');
  const [, text = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  if (isIP(text) === 0) return false;
  const address = addressOf(text);
  if (address === undefined) return false;
  const family = familyOf(address);
  if (length === undefined) {
    list.addAddress(address, family);
    return true;
  }
  // Networks of mapped addresses are better written as those of IPv4.
  if (family !== familyOf(text) || Number(length) > (family === 'ipv4' ? 32 : 128)) return false;
  list.addSubnet(address, Number(length), family);
  return true;
}

const KNOWN_PEERS = 1_000;

function trustedProxies(list: BlockList, writeForwarded: boolean): TrustedProxies {
  /** Peers that were asked about: proxies are few, and each asks for many. */
  const known = createRecent<boolean>(KNOWN_PEERS);

  const isOne = (address: string): boolean => list.check(address, familyOf(address));

  function has(peer: string): boolean {
    const before = known.get(peer);
    if (before !== undefined) return before;
    const address = addressOf(peer);
    const found = address !== undefined && isOne(address);
    known.set(peer, found);
    return found;
  }

  const entriesOf = (headers: IncomingHttpHeaders): string[] => {
    if (writeForwarded) return forwarded(headers.forwarded ?? '');
    // Node joins the lines of a header in their order, with commas.
    return forwardedFor([headers['x-forwarded-for'] ?? []].flat().join(','));
  };

  function clientOf(peer: string, headers: IncomingHttpHeaders): string {
    let client = peer;
    for (const entry of entriesOf(headers)) {
      const address = addressOf(entry);
      if (address === undefined) break;
      client = address;
      if (!isOne(address)) break;
    }
    return notThisComputer(client);
  }

  return { has, clientOf };
}

/** Who comes through a proxy is a stranger, and is counted: this computer is exempt from that only where it comes itself. */
const notThisComputer = (address: string): string => (isLoopback(address) ? `forwarded ${address}` : address);

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');
