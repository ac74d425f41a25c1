import { readFileSync } from 'node:fs';
import { isIPv4, type Socket } from 'node:net';

/**
 * Bytes that the system keeps for the other end of `stream`, which has not acknowledged them. Linux tells it of every
 * connection (proc(5), /proc/net/tcp); 0 elsewhere, and for a connection that is no more. Takes some milliseconds where
 * there are thousands of connections.
 */
export function unacknowledgedBytes({ localPort, remoteAddress, remotePort }: Socket): number {
  if (process.platform !== 'linux' || localPort === undefined || remotePort === undefined) return 0;
  const local = hex(localPort);
  const remote = hex(remotePort);
  // IPv4 in IPv6 is in the second file.
  const files = isIPv4(remoteAddress ?? '') ? ['/proc/net/tcp', '/proc/net/tcp6'] : ['/proc/net/tcp6'];
  const row = new RegExp(`^ *\\d+: [0-9A-F]+:${local} [0-9A-F]+:${remote} [0-9A-F]{2} ([0-9A-F]{8}):`, 'm');
  for (const file of files) {
    const found = row.exec(read(file))?.[1];
    if (found !== undefined) return Number.parseInt(found, 16);
  }
  return 0;
}

const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    // Not everywhere may it be read.
    return '';
  }
}
