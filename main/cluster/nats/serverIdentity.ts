import { X509Certificate } from 'node:crypto';

/** What Node says of a server that was named by its number, when encryption begins on a connection that is there already. */
const UNNAMED = 'localhost';

/** An address of IPv4, or of IPv6 as addresses of servers have it. */
const NUMBER = /^(\d+(\.\d+){3}|\[.*\])$/;

/**
 * For node:tls: whether a certificate is of a server that it was connected to. Where that has no name but a number, Node
 * would ask for one of `localhost`; the certificate has to be for one of the numbers in `hosts`.
 */
export function serverIdentity(hosts: readonly string[]) {
  const numbers = hosts.filter((host) => NUMBER.test(host)).map((host) => host.replace(/^\[|\]$/g, ''));
  return (name: string, { raw }: { readonly raw: Buffer }): Error | undefined => {
    const certificate = new X509Certificate(raw);
    const isNumber = numbers.length > 0 && name === UNNAMED && !hosts.includes(UNNAMED);
    const isOfServer = isNumber
      ? numbers.some((number) => certificate.checkIP(number))
      : certificate.checkHost(name);
    if (isOfServer) return undefined;
    return new Error(`its certificate is not for ${isNumber ? numbers.join(', ') : name}`);
  };
}
