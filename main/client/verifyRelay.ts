import { randomBytes } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { z } from 'zod';
import { parseJson } from '../lib/parseJson';
import { parseDeviceKey } from '../protocol/deviceKey';
import { verify } from '../protocol/identity';
import { type RelayId, relayIdOf } from '../protocol/relayId';
import { PROOF_CHALLENGE_BYTES, PROOF_PATH, proofMessage } from '../protocol/relayProof';

/** More of an answer is not read: the real one has less than two hundred bytes. */
const MAX_BYTES = 1_000;

const answerSchema = z.object({ key: z.string(), signature: z.base64() });

/**
 * Whether what listens at `url` proves to be the relay of that identity, reached at that very address. It is told no
 * secret. Never rejects; false as well where there is no relay, one that has no key, or one behind another address than its
 * own (a container's, a router's).
 */
export function verifyRelayIdentity(url: URL, id: RelayId, timeoutMs: number): Promise<boolean> {
  const challenge = randomBytes(PROOF_CHALLENGE_BYTES);
  return new Promise((resolve) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    const asking = request(new URL(`${PROOF_PATH}?challenge=${challenge.toString('hex')}`, url), {
      agent: false,
      rejectUnauthorized: false,
      signal: AbortSignal.timeout(timeoutMs),
    });
    asking.on('error', () => resolve(false));
    asking.once('response', (response) => {
      const { remoteAddress, remotePort } = response.socket;
      const message = proofMessage(challenge, remoteAddress, remotePort);
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
        if (body.length > MAX_BYTES) response.destroy(new Error('too long'));
      });
      response.once('error', () => resolve(false));
      response.once('end', () => resolve(isProof(body, id, message)));
    });
    asking.end();
  });
}

function isProof(body: string, id: RelayId, message: Uint8Array): boolean {
  const answer = answerSchema.safeParse(parseJson(body));
  if (!answer.success) return false;
  const key = parseDeviceKey(answer.data.key);
  if (key === undefined || relayIdOf(key) !== id) return false;
  return verify(key, message, Buffer.from(answer.data.signature, 'base64'));
}
