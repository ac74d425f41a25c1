import { InvalidArgumentError } from 'commander';
import { type Domain, parseDomain } from '../../lib/domain';

/**
 * Reads `example.org,example.net`, in any case, with or without `@` before. Throws commander's usage error, which names the
 * entry that is no domain.
 */
export const parseDomainsOption = (text: string): readonly Domain[] =>
  text.split(',').map((entry) => {
    const domain = parseDomain(entry.trim().replace(/^@/, ''));
    if (domain !== undefined) return domain;
    throw new InvalidArgumentError(
      `It has to be domains with commas between them, as example.org,example.net; '${entry.trim()}' is none.`,
    );
  });
