import { domainToASCII } from 'node:url';

/** The domain of an address, or of several by their ends: lower-case, in the form that DNS has. */
export type Domain = string & { readonly brand: 'Domain' };

/** Undefined for what cannot be one. */
export function parseDomain(text: string): Domain | undefined {
  const domain = domainToASCII(text).toLowerCase();
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(domain) ? (domain as Domain) : undefined;
}
