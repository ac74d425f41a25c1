import type { IncomingMessage } from 'node:http';
import { err, type Result } from '../lib/result';
import type { Identity } from '../protocol/identity';
import type { Account } from '../protocol/relay';
import { createRelayProver } from './discovery/relayProof';
import type { ServerEvent } from './events';
import { isCrossOrigin } from './http/origin';
import { withoutPrefix } from './http/pathPrefix';
import { CROWDED, createRouter, type HttpAnswer, isDeviceRequest, NOT_READY } from './http/routes';
import type { ConnectionSlots } from './limits/connectionSlots';
import { type Authenticator, isAuthenticator } from './login/authenticator';
import type { Credentials } from './login/credentials';
import { createPendingLogins } from './login/pendingLogins';
import { createUpgradeAuthorizer, FOREIGN_PAGE, type UpgradeRefusal } from './login/upgradeAuthorization';

export interface RequestHandlerDependencies {
  readonly credentials: Credentials | Authenticator;
  readonly authMethods: readonly string[] | undefined;
  readonly identity: Identity | undefined;
  readonly pathPrefix: string | undefined;
  /** Whether new devices may come. */
  readonly isReady: () => boolean;
  readonly slots: ConnectionSlots;
  readonly onEvent: (event: ServerEvent) => void;
}

/** The account of who asks for a device's connection, or the answer that a request gets instead. */
export type Decision = Result<Account, HttpAnswer>;

/** Decides on requests, each of which comes from an address `from`. */
export interface RequestHandler {
  /** What comes first for every request: its place and its path. The answer for whom there is no room. */
  arrived(request: IncomingMessage, from: string): HttpAnswer | undefined;
  /** Undefined where the login has to be looked at, which takes time: `decideLater` tells. */
  decide(request: IncomingMessage, from: string): Decision | undefined;
  /** Calls `done` once it is known, unless the connection is over by then. */
  decideLater(request: IncomingMessage, from: string, done: (decision: Decision) => void): void;
  /** Who waits for the answer is not let in with a login of this account, which may be another one by now. */
  expelled(account: Account): void;
  /** Ends the connections of those who wait for their answer. */
  endWaiting(): void;
}

export function createRequestHandler(deps: RequestHandlerDependencies): RequestHandler {
  const { credentials, authMethods, identity, pathPrefix = '', isReady, slots, onEvent } = deps;
  const route = createRouter(authMethods, isReady);
  const proveIdentity = identity && createRelayProver(identity);
  const pendingLogins = isAuthenticator(credentials) ? createPendingLogins(credentials) : undefined;
  const authorizeUpgrade = isAuthenticator(credentials) ? undefined : createUpgradeAuthorizer(credentials);

  function decision(account: Result<Account, UpgradeRefusal>, from: string): Decision {
    if (account.ok) return account;
    const { answer, reason } = account.error;
    if (reason) onEvent({ kind: 'loginRefused', from, reason });
    return err(answer);
  }

  return {
    arrived(request, from) {
      if (!slots.asked(request.socket, from)) return CROWDED;
      request.url = withoutPrefix(request.url ?? '', pathPrefix);
      return undefined;
    },
    decide(request, from) {
      if (!isDeviceRequest(request)) return err(proveIdentity?.(request) ?? route(request));
      if (!isReady()) return err(NOT_READY);
      if (authorizeUpgrade) return decision(authorizeUpgrade(request, from), from);
      return isCrossOrigin(request) ? decision(err(FOREIGN_PAGE), from) : undefined;
    },
    decideLater: (request, from, done) =>
      pendingLogins?.begin(request, from, (account) => done(decision(account, from))),
    expelled: (account) => pendingLogins?.expelled(account),
    endWaiting: () => pendingLogins?.end(),
  };
}
