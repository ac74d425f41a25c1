import type { IncomingMessage } from 'node:http';
import { err, type Result } from '../lib/result';
import type { Identity } from '../protocol/identity';
import type { Account } from '../protocol/relay';
import { createRelayProver } from './discovery/relayProof';
import type { ServerEvent } from './events';
import { type HttpAnswer, isDeviceRequest, route } from './http/routes';
import type { Credentials } from './login/credentials';
import { createUpgradeAuthorizer } from './login/upgradeAuthorization';
import { plainAddress } from './network/address';

/** The account of who asks for a device's connection, or the answer that a request gets instead. */
export type RequestHandler = (request: IncomingMessage) => Result<Account, HttpAnswer>;

export function createRequestHandler(
  credentials: Credentials,
  identity: Identity | undefined,
  onEvent: (event: ServerEvent) => void,
): RequestHandler {
  const authorizeUpgrade = createUpgradeAuthorizer(credentials);
  const proveIdentity = identity && createRelayProver(identity);
  return (request) => {
    if (!isDeviceRequest(request)) return err(proveIdentity?.(request) ?? route(request));
    const account = authorizeUpgrade(request);
    if (account.ok) return account;
    const { answer, reason } = account.error;
    if (reason) onEvent({ kind: 'loginRefused', from: plainAddress(request.socket.remoteAddress), reason });
    return err(answer);
  };
}
