import { domainToASCII } from 'node:url';
import { err, ok, type Result } from '../../lib/result';
import type { Email } from '../user';

/** The domain of an address, or of several by their ends: lower-case, in the form that DNS has. */
export type Domain = string & { readonly brand: 'Domain' };

/** Reads domains with commas between them, in any case, with or without `@` before. The error is the entry that is none. */
export function parseDomains(text: string): Result<readonly Domain[], string> {
  const domains: Domain[] = [];
  for (const entry of text.split(',')) {
    const domain = domainOf(entry.trim().replace(/^@/, ''));
    if (domain === undefined) return err(entry.trim());
    domains.push(domain);
  }
  return ok(domains);
}

/**
 * Tells whether an address's domain may have an account: one of `allowed`, if there are any, and none of `denied`. A domain
 * stands for those below it, too.
 */
export function createDomainRule(
  allowed: readonly Domain[],
  denied: readonly Domain[],
): (email: Email) => boolean {
  return (email) => {
    const domain = domainOf(email.slice(email.lastIndexOf('@') + 1));
    // What DNS cannot have is on no list.
    if (domain === undefined) return allowed.length === 0;
    const isIn = (one: Domain) => domain === one || domain.endsWith(`.${one}`);
    return (allowed.length === 0 || allowed.some(isIn)) && !denied.some(isIn);
  };
}

/** Undefined for what cannot be one. */
function domainOf(text: string): Domain | undefined {
  const domain = domainToASCII(text).toLowerCase();
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(domain) ? (domain as Domain) : undefined;
}
