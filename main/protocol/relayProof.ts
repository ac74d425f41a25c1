import type { Bytes } from './netstring';

// An extension of the protocol: a relay proves that it is the one of an identity before anybody tells it a password. The
// identity is the hash of its public key (relayIdOf), and it signs a challenge together with where it was reached, so that
// who only passes the challenge on to the relay itself proves nothing.

/** `GET /identity?challenge=…`, 64 hex digits; answered with `{"key":…,"signature":…}`, both in base64. */
export const PROOF_PATH = '/identity';

export const PROOF_CHALLENGE_BYTES = 32;

/** What is signed: `host` is the IP address, `port` the port at which the relay was reached, as a socket tells them. */
export function proofMessage(challenge: Bytes, host = '', port = 0): Bytes {
  // An IPv4 address has one form, and a zone is another name for an adapter on each side.
  const address = host.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');
  const lines = ['buckets-relay identity 1', Buffer.from(challenge).toString('hex'), address, port, ''];
  return Buffer.from(lines.join('\n'));
}
