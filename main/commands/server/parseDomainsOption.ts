import { InvalidArgumentError } from 'commander';
import { type Domain, parseDomains } from '../../accounts/registration/domains';

/** Reads `example.org,example.net`. Throws commander's usage error, which names the entry that is no domain. */
export function parseDomainsOption(text: string): readonly Domain[] {
  const domains = parseDomains(text);
  if (domains.ok) return domains.value;
  throw new InvalidArgumentError(
    `It has to be domains with commas between them, as example.org,example.net; '${domains.error}' is none.`,
  );
}
