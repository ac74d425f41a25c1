import type { IncomingMessage } from 'node:http';
import { err, type Result } from '../lib/result';
import type { Identity } from '../protocol/identity';
import type { Account } from '../protocol/relay';
import { createProver } from './discovery/identityProof';
import type { ServerEvent } from './events';
import { type Answer, isForDevices, route } from './http/routes';
import type { Credentials } from './login/credentials';
import { createGate } from './login/upgradeAuthorization';
import { plainAddress } from './network/address';

/** The account of who asks for a device's connection, or the answer that a request gets instead. */
export type Door = (request: IncomingMessage) => Result<Account, Answer>;

export function createDoor(
  credentials: Credentials,
  identity: Identity | undefined,
  onEvent: (event: ServerEvent) => void,
): Door {
  const gate = createGate(credentials);
  const prove = identity && createProver(identity);
  return (request) => {
    if (!isForDevices(request)) return err(prove?.(request) ?? route(request));
    const account = gate(request);
    if (account.ok) return account;
    const { answer, reason } = account.error;
    if (reason) onEvent({ kind: 'loginRefused', from: plainAddress(request.socket.remoteAddress), reason });
    return err(answer);
  };
}
