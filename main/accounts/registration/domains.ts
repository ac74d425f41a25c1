import { type Domain, parseDomain } from '../../lib/domain';
import type { Email } from '../user';

/**
 * Tells whether an address's domain may have an account: one of `allowed`, if there are any, and none of `denied`. A domain
 * stands for those below it, too.
 */
export function createDomainRule(
  allowed: readonly Domain[],
  denied: readonly Domain[],
): (email: Email) => boolean {
  return (email) => {
    const domain = parseDomain(email.slice(email.lastIndexOf('@') + 1));
    // What DNS cannot have is on no list.
    if (domain === undefined) return allowed.length === 0;
    const isIn = (one: Domain) => domain === one || domain.endsWith(`.${one}`);
    return (allowed.length === 0 || allowed.some(isIn)) && !denied.some(isIn);
  };
}
