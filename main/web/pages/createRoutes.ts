import type { AccountLogin } from '../../accounts/login/login';
import type { AccountActions } from '../../accounts/registration/accountActions';
import type { Registration } from '../../accounts/registration/registrationTypes';
import type { TrafficStore } from '../../accounts/stores';
import type { UserId } from '../../accounts/user';
import type { PairingInfo } from '../../protocol/pairingUrl';
import { loginRoute, logoutRoute } from './loggingIn';
import { accountRoute, addressRoute, deleteRoute, pairingRoute, passwordRoute } from './ownAccount';
import type { ConnectedDevice, Page } from './page';
import { forgotRoute, registerRoute, resendRoute, resetRoute, verifyRoute } from './registering';
import type { PageRoute, Visit } from './visit';

export interface RoutesOptions {
  readonly registration: Registration;
  readonly actions: AccountActions;
  readonly login: Pick<AccountLogin, 'login'>;
  readonly traffic: Pick<TrafficStore, 'ofUser'>;
  /** The devices that a user has connected now. */
  readonly devicesOf: (user: UserId) => Promise<readonly ConnectedDevice[]>;
  /** What a device is told of the relay beside its address. */
  readonly pairing: () => Pick<PairingInfo, 'fingerprint' | 'id'>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const home = { show: ({ address }: Visit): Page => ({ kind: 'home', address }) };

/** The pages, by their path from /v1/ on. */
export function createRoutes(options: RoutesOptions): ReadonlyMap<string, PageRoute> {
  const { registration, actions, login, traffic, devicesOf, pairing, now = Date.now } = options;
  return new Map([
    ['', home],
    ['register', registerRoute(registration)],
    ['verify', verifyRoute(registration)],
    ['verify/resend', resendRoute(registration)],
    ['login', loginRoute(login, actions)],
    ['logout', logoutRoute(actions)],
    ['forgot', forgotRoute(registration)],
    ['reset', resetRoute(registration)],
    ['account', accountRoute(traffic, devicesOf, now)],
    ['account/pairing', pairingRoute(login, pairing)],
    ['account/password', passwordRoute(actions)],
    ['account/address', addressRoute(actions)],
    ['account/delete', deleteRoute(actions)],
  ]);
}
