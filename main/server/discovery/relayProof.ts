import { createPrivateKey, sign } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { keyBytes } from '../../protocol/deviceKey';
import type { Identity } from '../../protocol/identity';
import { PROOF_PATH, proofMessage } from '../../protocol/relayProof';
import { type HttpAnswer, NOT_FOUND } from '../http/routes';

/** The answer to who asks for a proof of the relay's identity; undefined for every other request. */
export type RelayProver = (request: IncomingMessage) => HttpAnswer | undefined;

const CHALLENGE = new RegExp(`^${PROOF_PATH}\\?challenge=([0-9a-f]{64})$`);

export function createRelayProver(identity: Identity): RelayProver {
  const { publicKey, secretKey } = identity;
  const seed = Buffer.from(secretKey.subarray(0, secretKey.length / 2));
  // By OpenSSL, which takes a twentieth of a millisecond: any stranger may ask.
  const key = createPrivateKey({
    key: {
      ...{ kty: 'OKP', crv: 'Ed25519' },
      d: seed.toString('base64url'),
      x: Buffer.from(keyBytes(publicKey)).toString('base64url'),
    },
    format: 'jwk',
  });

  return ({ method, url = '', socket }) => {
    if (!url.startsWith(PROOF_PATH)) return undefined;
    const [, challenge] = CHALLENGE.exec(url) ?? [];
    if (method !== 'GET' || challenge === undefined) return NOT_FOUND;
    const message = proofMessage(Buffer.from(challenge, 'hex'), socket.localAddress, socket.localPort);
    const signature = sign(null, message, key).toString('base64');
    const body = JSON.stringify({ key: publicKey, signature });
    return { status: 200, reason: 'OK', headers: { 'Content-Type': 'application/json' }, body };
  };
}
