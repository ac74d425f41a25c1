import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { err, ok, type Result } from '../../lib/result';
import type { Account } from '../../protocol/relay';
import { FORBIDDEN, serviceUnavailable, tooManyRequests, upgradeProblem } from '../http/routes';
import type { AuthenticationProblem, Authenticator } from './authenticator';
import { createSteps } from './steps';
import type { UpgradeRefusal } from './upgradeAuthorization';

/** Logins that are being looked at. How many there are at once is bounded by the places of newcomers. */
export interface PendingLogins {
  /** Has the login of a request looked at. `done` is not called when the connection is over by then. */
  begin(
    request: IncomingMessage,
    from: string,
    done: (result: Result<Account, UpgradeRefusal>) => void,
  ): void;
  /** Who is being looked at may be of this account, as it was before: such a one has to ask again. */
  expelled(account: Account): void;
  /** Ends the connections of all who wait. */
  end(): void;
}

/** When to ask again where it is not known why there was no answer, or which one is right by now. */
const RETRY = { kind: 'busy', retryAfterSeconds: 1 } as const;

interface Login {
  readonly socket: Socket;
  /** Those who were expelled since it began. */
  readonly expelled: Set<Account>;
}

export function createPendingLogins(authenticator: Authenticator): PendingLogins {
  const waiting = new Set<Login>();
  const toLook = createSteps();
  const toAnswer = createSteps();

  async function look(request: IncomingMessage, from: string, signal: AbortSignal) {
    try {
      return await authenticator.authenticate(request.headers.authorization, from, signal);
    } catch {
      return err(RETRY);
    }
  }

  return {
    async begin(request, from, done) {
      const { socket } = request;
      const login: Login = { socket, expelled: new Set() };
      const aborter = new AbortController();
      // Who has said its last word does not wait for an answer.
      const over = () => {
        waiting.delete(login);
        aborter.abort();
        socket.destroy();
      };
      waiting.add(login);
      socket.once('end', over).once('close', over);
      await toLook();
      if (aborter.signal.aborted) return;
      const account = await look(request, from, aborter.signal);
      await toAnswer();
      if (aborter.signal.aborted) return;
      waiting.delete(login);
      socket.removeListener('end', over).removeListener('close', over);
      if (!account.ok) done(err(refusal(account.error)));
      else if (login.expelled.has(account.value)) done(err(refusal(RETRY)));
      else done(admitted(request, account.value));
    },
    expelled(account) {
      for (const login of waiting) login.expelled.add(account);
    },
    end() {
      for (const { socket } of waiting) socket.destroy();
    },
  };
}

function admitted(request: IncomingMessage, account: Account): Result<Account, UpgradeRefusal> {
  const answer = upgradeProblem(request);
  return answer ? err({ answer, reason: undefined }) : ok(account);
}

function refusal(problem: AuthenticationProblem): UpgradeRefusal {
  switch (problem.kind) {
    case 'refused':
      return { answer: FORBIDDEN, reason: problem.reason };
    case 'throttled':
      return { answer: tooManyRequests(wholeSeconds(problem)), reason: 'blocked' };
    case 'busy':
      return { answer: serviceUnavailable(wholeSeconds(problem)), reason: undefined };
  }
}

/** As Retry-After has it: too early would be in vain. */
const wholeSeconds = ({ retryAfterSeconds }: { readonly retryAfterSeconds: number }): number =>
  Math.max(1, Math.ceil(retryAfterSeconds));
