import { InvalidArgumentError } from 'commander';
import type { MetricsAddress } from '../../server/metrics/metricsServer';

/**
 * Reads `ADDRESS:PORT`, `[IPV6]:PORT`, or a port alone, which is one of 127.0.0.1. Throws commander's error, which ends
 * in a usage error.
 */
export function parseMetricsAddress(text: string): MetricsAddress {
  const found = /^(?:(?:\[([\da-f:.]+(?:%[\w.-]+)?)\]|([a-z\d.-]*)):)?(\d{1,5})$/i.exec(text.trim());
  const port = Number(found?.[3]);
  if (found && port <= 65_535) return { host: found[1] || found[2] || '127.0.0.1', port };
  throw new InvalidArgumentError(
    'It has to be ADDRESS:PORT, as 127.0.0.1:9464 or [::1]:9464, or a port alone, for this computer only.',
  );
}
