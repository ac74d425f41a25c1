import type { IncomingMessage } from 'node:http';
import { err, type Result } from '../lib/result';
import type { Identity } from '../protocol/identity';
import type { Account } from '../protocol/relay';
import { createRelayProver } from './discovery/relayProof';
import type { ServerEvent } from './events';
import { withoutPrefix } from './http/pathPrefix';
import { CROWDED, type HttpAnswer, isDeviceRequest, route } from './http/routes';
import type { ConnectionSlots } from './limits/connectionSlots';
import type { Credentials } from './login/credentials';
import { createUpgradeAuthorizer } from './login/upgradeAuthorization';

export interface RequestHandlerDependencies {
  readonly credentials: Credentials;
  readonly identity: Identity | undefined;
  readonly pathPrefix: string | undefined;
  readonly slots: ConnectionSlots;
  readonly onEvent: (event: ServerEvent) => void;
}

/** The account of who asks from `from` for a device's connection, or the answer that a request gets instead. */
export type RequestHandler = (request: IncomingMessage, from: string) => Result<Account, HttpAnswer>;

export function createRequestHandler(deps: RequestHandlerDependencies): RequestHandler {
  const { credentials, identity, pathPrefix = '', slots, onEvent } = deps;
  const authorizeUpgrade = createUpgradeAuthorizer(credentials);
  const proveIdentity = identity && createRelayProver(identity);
  return (request, from) => {
    if (!slots.asked(request.socket, from)) return err(CROWDED);
    request.url = withoutPrefix(request.url ?? '', pathPrefix);
    if (!isDeviceRequest(request)) return err(proveIdentity?.(request) ?? route(request));
    const account = authorizeUpgrade(request, from);
    if (account.ok) return account;
    const { answer, reason } = account.error;
    if (reason) onEvent({ kind: 'loginRefused', from, reason });
    return err(answer);
  };
}
