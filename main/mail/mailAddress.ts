import { domainToASCII } from 'node:url';

/**
 * An address as mail servers are told it. Nothing in it has to be quoted, so that none of them can read another address,
 * or two, out of it; its domain is in ASCII.
 */
export type MailAddress = string & { readonly brand: 'MailAddress' };

const WORD = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+";
const ADDRESS = new RegExp(`^(${WORD}(?:\\.${WORD})*)@([\\p{L}\\p{M}\\p{N}.-]+)$`, 'u');
const DOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * The address to which mails for `text` go; undefined where there is no such thing. Accounts can have an address that is
 * none: what deployed databases hold is taken as it is, and a licence may name what it likes.
 */
export function mailAddressOf(text: string): MailAddress | undefined {
  const [, local = '', domain = ''] = ADDRESS.exec(text) ?? [];
  const ascii = domainToASCII(domain);
  return DOMAIN.test(ascii) && !/^[\d.]+$/.test(ascii) ? (`${local}@${ascii}` as MailAddress) : undefined;
}
