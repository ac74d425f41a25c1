import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { errorCode } from '../lib/errorCode';
import { type Fingerprint, fingerprintOf } from '../lib/fingerprint';
import { err, ok, type Result } from '../lib/result';

export type PinProblem =
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'fingerprintDiffers'; readonly seen: Fingerprint };

const HTTPS_PORT = 443;

/**
 * A TLS connection to the host of `url`, on which the other side has proved that it has the key of the certificate
 * with this fingerprint. Nothing has been written to it: whoever gets it is the first who can. It may take `timeoutMs`
 * milliseconds in all. Never rejects.
 */
export function connectPinned(
  url: URL,
  fingerprint: Fingerprint,
  timeoutMs: number,
): Promise<Result<TLSSocket, PinProblem>> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(url.port) || HTTPS_PORT,
      // An address is no server name (RFC 6066 section 3).
      servername: isIP(host) ? '' : host,
      // The fingerprint alone decides; the handshake proves the key all the same.
      rejectUnauthorized: false,
    });
    const fail = (problem: PinProblem) => {
      resolve(err(problem));
      socket.destroy();
    };
    const late = setTimeout(() => fail({ kind: 'unreachable', code: 'ETIMEDOUT' }), timeoutMs);
    socket.once('close', () => clearTimeout(late));
    // Stays for good: the socket must not be without a listener while it changes hands.
    socket.on('error', (error) => fail({ kind: 'unreachable', code: errorCode(error) }));
    socket.once('secureConnect', () => {
      clearTimeout(late);
      const certificate = socket.getPeerX509Certificate();
      if (!certificate) return fail({ kind: 'unreachable', code: 'no certificate' });
      const seen = fingerprintOf(certificate.raw);
      if (seen === fingerprint) resolve(ok(socket));
      else fail({ kind: 'fingerprintDiffers', seen });
    });
  });
}
