import type { Server } from 'node:net';
import { err, ok, type Result } from '../../lib/result';

/** Where a server really listens. */
export interface Listening {
  readonly address: string;
  readonly port: number;
}

/** Why it does not listen: what a person has to change. */
export type StartProblem =
  | { readonly kind: 'portInUse'; readonly port: number }
  | { readonly kind: 'portForbidden'; readonly port: number }
  | { readonly kind: 'addressNotAvailable'; readonly address: string }
  | { readonly kind: 'cannotListen'; readonly code: string };

/**
 * Starts listening on `port` (0: any free one) of `address`; without an address, on every one that the computer
 * has, IPv6 included where there is any. With a `descriptor`, on the socket that it is, wherever that was bound. Never
 * rejects.
 */
export function listen(
  server: Server,
  port: number,
  address: string | undefined,
  descriptor?: number,
): Promise<Result<Listening, StartProblem>> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) =>
      resolve(err(descriptor === undefined ? problemOf(error, port, address) : cannotListen(error)));
    const listening = () => {
      server.removeListener('error', failed);
      const bound = server.address();
      if (bound !== null && typeof bound === 'object')
        return resolve(ok({ address: bound.address, port: bound.port }));
      // A descriptor may be a socket of another kind.
      server.close();
      resolve(err({ kind: 'cannotListen', code: 'not a TCP socket' }));
    };
    server.once('error', failed);
    try {
      const place =
        descriptor === undefined
          ? { port, ...(address !== undefined && { host: address }) }
          : { fd: descriptor };
      server.listen(place, listening);
    } catch (error) {
      // Thrown at once for a port that is no port.
      failed(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function problemOf(error: NodeJS.ErrnoException, port: number, address: string | undefined): StartProblem {
  switch (error.code) {
    case 'EADDRINUSE':
      return { kind: 'portInUse', port };
    // Windows answers EACCES also for ports that it has set aside for itself.
    case 'EACCES':
    case 'EPERM':
      return { kind: 'portForbidden', port };
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return { kind: 'addressNotAvailable', address: address ?? '' };
    default:
      return cannotListen(error);
  }
}

const cannotListen = (error: NodeJS.ErrnoException): StartProblem => ({
  kind: 'cannotListen',
  code: error.code ?? error.message,
});
