import type { CertificateProblem } from '../../../preload/views';
import { fingerprintLines } from '../../lib/fingerprint';
import { unreachable } from '../../lib/unreachable';
import type { TlsPair } from '../../server/tls/certificate';

/** What is wrong with a certificate or its key, and what to do, as one sentence or two on one line. */
export function certificateProblemMessage(problem: CertificateProblem): string {
  switch (problem.kind) {
    case 'cannotRead':
      return problem.code === 'ENOENT'
        ? `There is no file ${problem.path}. Name the certificate first, then its key.`
        : `${problem.path} cannot be read (${problem.code}). Check its path and who may read it.`;
    case 'cannotWrite':
      return `${problem.path} cannot be written (${problem.code}). Choose another folder with --tls-directory.`;
    case 'notPem':
      return problem.expected === 'certificate'
        ? `${problem.path} does not hold a whole certificate in PEM form (-----BEGIN CERTIFICATE-----). Name the certificate first, then its key.`
        : `${problem.path} does not hold a whole private key in PEM form (-----BEGIN PRIVATE KEY-----). Name the certificate first, then its key.`;
    case 'encryptedKey':
      return `The key in ${problem.path} is encrypted, and nobody is there to give its password. Make a copy without one: openssl pkey -in ${problem.path} -out key.pem`;
    case 'unsupportedKey':
      return `The key in ${problem.path} (${problem.found}) is of a kind that devices do not support. Use ECDSA P-256, P-384 or P-521, or RSA with 2048 to 4096 bits.`;
    case 'keyDoesNotMatch':
      return `The key in ${problem.keyPath} is not that of the certificate in ${problem.certificatePath}. In a file with several certificates, the relay's own has to be the first.`;
    case 'expired':
      return `The certificate in ${problem.path} expired on ${day(problem.validUntil)}. Renew it, or check this computer's clock.`;
    case 'notYetValid':
      return `The certificate in ${problem.path} is not valid before ${day(problem.validFrom)}. Check this computer's clock.`;
    case 'refusedByTls':
      return `The certificate in ${problem.path} cannot be used for TLS (${problem.code}). Have a new one issued.`;
    default:
      return unreachable(problem);
  }
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** For the log: what people compare with what their devices show. */
export function certificateMessage(pair: TlsPair): string {
  const [until] = pair.validUntil.toISOString().split('T');
  const lines = [
    `TLS for ${pair.names.join(', ')}, valid until ${until}; SHA-256 fingerprint:`,
    ...fingerprintLines(pair.fingerprint).map((line) => `  ${line}`),
  ];
  return lines.join('\n');
}
