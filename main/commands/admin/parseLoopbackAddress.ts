import { InvalidArgumentError } from 'commander';
import { isLoopbackHost } from '../../server/network/loopbackHost';

/** Where only programs of the same computer reach a listener; port 0 is any free one. */
export interface LoopbackAddress {
  readonly host: string;
  readonly port: number;
}

/** Reads `ADDRESS:PORT`, `[::1]:PORT`, or a port alone. Throws commander's error, which ends in a usage error. */
export function parseLoopbackAddress(text: string): LoopbackAddress {
  const found = /^(?:(?:\[([\da-f:.]+)\]|([a-z\d.-]+)):)?(\d{1,5})$/i.exec(text.trim());
  const port = Number(found?.[3]);
  if (!found || port > 65_535)
    throw new InvalidArgumentError('It has to be ADDRESS:PORT, as 127.0.0.1:9002, or a port alone.');
  const host = found[1] ?? found[2] ?? 'localhost';
  // What a name leads to, others may have a say in.
  if (isLoopbackHost(host)) return { host: host.replace(/^localhost$/i, '127.0.0.1'), port };
  throw new InvalidArgumentError(
    `The page is for this computer alone, as 127.0.0.1:${port}. From another one, it is reached through “ssh -L ${port}:127.0.0.1:${port} SERVER”.`,
  );
}
