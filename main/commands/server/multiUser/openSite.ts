import type { AccountLogin } from '../../../accounts/login/login';
import type { PasswordHasher } from '../../../accounts/passwords/passwordHasher';
import type { SendMail } from '../../../accounts/registration/accountMail';
import { createAccountActions } from '../../../accounts/registration/createAccountActions';
import { createDomainRule } from '../../../accounts/registration/domains';
import { createRegistration } from '../../../accounts/registration/registration';
import { createRegistrationThrottle } from '../../../accounts/registration/registrationThrottle';
import type { RegistrationRules } from '../../../accounts/registration/registrationTypes';
import { type AccountStore, StoreError, type StoreProblem } from '../../../accounts/stores';
import type { UserId } from '../../../accounts/user';
import { systemClock } from '../../../lib/clock';
import { abbreviate } from '../../../protocol/deviceKey';
import type { PairingInfo } from '../../../protocol/pairingUrl';
import type { AccountDevice } from '../../../server/distant';
import type { Site } from '../../../server/http/site';
import { createAuthSocket } from '../../../web/authSocket/authSocket';
import { createSite } from '../../../web/createSite';
import { createOriginCheck } from '../../../web/originCheck';
import { createPages } from '../../../web/pages/createPages';
import { loadViews } from '../../../web/pages/loadViews';
import type { ServerOptions } from '../serverOptions';

export interface SiteOptions
  extends Pick<
    ServerOptions,
    'registration' | 'privateAccounts' | 'allowDomains' | 'denyDomains' | 'publicUrl' | 'pathPrefix'
  > {
  /** What devices are told of the relay beside its address; undefined without TLS. */
  readonly certificate: (() => Pick<PairingInfo, 'fingerprint'>) | undefined;
}

export interface SiteDependencies {
  readonly store: AccountStore;
  readonly hasher: PasswordHasher;
  readonly login: AccountLogin;
  readonly mail: SendMail;
  readonly log: (text: string) => void;
  readonly messageOf: (error: unknown) => string;
  readonly devicesOf: (user: UserId) => Promise<readonly AccountDevice[]>;
}

export interface OpenedSite {
  readonly site: Site;
  /** Resolves when all that was answered is done, too. */
  settled(): Promise<void>;
}

/** What keeps happening, by strangers' doing or not, is told once in so long, in milliseconds. */
const TELL_MS = 60_000;

/** Makes the pages and the websocket on which people see to their accounts. */
export async function openSite(options: SiteOptions, deps: SiteDependencies): Promise<OpenedSite> {
  const { store, hasher, login, mail, log, messageOf, devicesOf } = deps;
  const { certificate } = options;
  const publicUrl = options.publicUrl === undefined ? undefined : new URL(options.publicUrl);
  const rules = registrationRulesOf(options);
  const onFailure = nowAndThen((error) =>
    log(`what somebody asked for about an account could not be done: ${messageOf(error)}`),
  );
  const common = {
    ...{ ...store, login, hasher, mail, rules, clock: systemClock },
    throttle: createRegistrationThrottle(() => performance.now()),
    onStoreFailure: (problem: StoreProblem) => onFailure(new StoreError(problem)),
  };
  const registration = createRegistration(common);
  const actions = createAccountActions(common);
  const isForeign = createOriginCheck(publicUrl);
  const authSocket = createAuthSocket({ registration, isForeign, clock: systemClock, onFault: onFailure });
  const pages = createPages({
    ...{ registration, actions, login, rules, isForeign, onFailure },
    traffic: store.traffic,
    devicesOf: async (user) => (await devicesOf(user)).map(({ key, ms }) => ({ name: abbreviate(key), ms })),
    pairing: () => ({ fingerprint: certificate?.().fingerprint, id: undefined }),
    reached: { publicUrl, tls: certificate !== undefined, pathPrefix: options.pathPrefix ?? '' },
    views: await loadViews(),
  });
  return {
    site: createSite({ authSocket, pages }),
    async settled() {
      await Promise.all([registration.settled(), actions.settled()]);
    },
  };
}

/** Who may register, as the options say. */
export const registrationRulesOf = ({
  registration,
  privateAccounts = false,
  allowDomains = [],
  denyDomains = [],
}: Pick<
  SiteOptions,
  'registration' | 'privateAccounts' | 'allowDomains' | 'denyDomains'
>): RegistrationRules => ({
  mode: registration,
  privateAccounts,
  acceptsDomain: createDomainRule(allowDomains, denyDomains),
});

function nowAndThen(tell: (error: unknown) => void): (error: unknown) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (error) => {
    const now = performance.now();
    if (now - toldAt < TELL_MS) return;
    toldAt = now;
    tell(error);
  };
}
