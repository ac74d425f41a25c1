import { createDomainRule } from '../../accounts/registration/domains';
import type { Registration, RegistrationRules } from '../../accounts/registration/registrationTypes';
import { systemClock } from '../../lib/clock';
import type { Site } from '../../server/http/site';
import { createAuthSocket } from '../../web/authSocket/authSocket';
import { createSite } from '../../web/createSite';
import { createOriginCheck } from '../../web/originCheck';
import type { ServerOptions } from './serverOptions';

/** Who may register, as the options say. */
export const registrationRulesOf = ({
  registration,
  privateAccounts = false,
  allowDomains = [],
  denyDomains = [],
}: Pick<
  ServerOptions,
  'registration' | 'privateAccounts' | 'allowDomains' | 'denyDomains'
>): RegistrationRules => ({
  mode: registration,
  privateAccounts,
  acceptsDomain: createDomainRule(allowDomains, denyDomains),
});

/** A fault of ours, which whoever asks may bring about again and again, is told once in so long, in milliseconds. */
const TELL_MS = 60_000;

/** What people register on; `publicUrl` is where they reach it, where that is known. */
export function createRegistrationSite(
  registration: Registration,
  publicUrl: string | undefined,
  log: (text: string) => void,
): Site {
  let toldAt = Number.NEGATIVE_INFINITY;
  const authSocket = createAuthSocket({
    registration,
    isForeign: createOriginCheck(publicUrl === undefined ? undefined : new URL(publicUrl)),
    clock: systemClock,
    onFault(error) {
      const now = performance.now();
      if (now - toldAt < TELL_MS) return;
      toldAt = now;
      log(`what somebody asked for about an account could not be done: ${String(error)}`);
    },
  });
  return createSite({ authSocket });
}
