/** A mail server, and how to log in there. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte on; by STARTTLS, without which nothing is sent; or none. */
  readonly tls: 'always' | 'startTls' | 'none';
  readonly login: { readonly user: string; readonly password: string } | undefined;
}

/**
 * Reads `smtp://USER:PASSWORD@HOST:PORT` or `smtps://…`; undefined for what is neither. To this computer itself, and with
 * `?tls=off` to any, `smtp:` does not encrypt; to this computer it does with `?tls=required`.
 */
export function parseSmtpUrl(text: string): SmtpServer | undefined {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  const isAlways = url?.protocol === 'smtps:';
  if (!url?.hostname || !(isAlways || url.protocol === 'smtp:')) return undefined;
  if (!['', '/'].includes(url.pathname) || url.hash !== '') return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const tls = isAlways ? alwaysOf(url.search) : tlsOf(url.search, host);
  const [user, password] = [decoded(url.username), decoded(url.password)];
  if (tls === undefined || user === undefined || password === undefined) return undefined;
  // One without the other is half of something that was not understood.
  if ((user === '') !== (password === '')) return undefined;
  const port = url.port === '' ? (isAlways ? 465 : 587) : Number(url.port);
  return { host, port, tls, login: user === '' ? undefined : { user, password } };
}

const alwaysOf = (query: string) => (query === '' || query === '?tls=required' ? 'always' : undefined);

function tlsOf(query: string, host: string): SmtpServer['tls'] | undefined {
  // A mail server on the same computer has a certificate for other names, if one at all.
  if (query === '') return isLoopback(host) ? 'none' : 'startTls';
  if (query === '?tls=off') return 'none';
  return query === '?tls=required' ? 'startTls' : undefined;
}

const isLoopback = (host: string): boolean => /^(localhost|::1|127(\.\d{1,3}){3})$/i.test(host);

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
