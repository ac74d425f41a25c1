import { isIP, SocketAddress } from 'node:net';
import { plainAddress } from './address';

/**
 * The entries of X-Forwarded-For from the right: each proxy adds its peer there, and what is left of the entries of
 * trusted ones is whatever a client liked to send.
 */
export const forwardedFor = (header: string): string[] => header.split(',').reverse();

/**
 * The `for` of each element of Forwarded (RFC 7239) from the right; empty where there is not exactly one. Quotes are
 * matched from the right as well, so that one that a client leaves open hides nothing that a proxy adds behind it.
 */
export const forwarded = (header: string): string[] => splitFromRight(header, ',').map(forOf);

function forOf(element: string): string {
  const values = splitFromRight(element, ';').flatMap((pair) => {
    const [, value] = /^\s*for\s*=(.*)$/is.exec(pair) ?? [];
    return value === undefined ? [] : [value.trim()];
  });
  const [value = ''] = values;
  return values.length === 1 ? value.replace(/^"(.*)"$/s, '$1') : '';
}

function splitFromRight(text: string, separator: ',' | ';'): string[] {
  const parts: string[] = [];
  let quoted = false;
  let end = text.length;
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === '"' && !isEscaped(text, at)) quoted = !quoted;
    if (text[at] !== separator || quoted) continue;
    parts.push(text.slice(at + 1, end));
    end = at;
  }
  return [...parts, text.slice(0, end)];
}

/** Whether an odd number of backslashes comes before `at`. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === '\\') first -= 1;
  return (at - first) % 2 === 1;
}

/**
 * The address in an entry (`192.0.2.1`, `192.0.2.1:5`, `2001:db8::1`, `[2001:db8::1]:443`), in the one form that it is
 * known by; undefined for what is no IP address.
 */
export function addressOf(entry: string): string | undefined {
  const text = entry.trim();
  const [, bracketed, dotted] = /^(?:\[([^\]]*)\]|(\d+\.\d+\.\d+\.\d+))(?::\d{1,5})?$/.exec(text) ?? [];
  // The zone of a link is of no use on another computer.
  const address = (bracketed ?? dotted ?? text).replace(/%.*$/s, '');
  const version = isIP(address);
  if (version === 0 || (bracketed !== undefined && version !== 6)) return undefined;
  if (version === 4) return address;
  return plainAddress(new SocketAddress({ address, family: 'ipv6' }).address);
}
