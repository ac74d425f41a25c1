import { isAbsolute, join } from 'node:path';
import { configDirectory } from '../configDirectory';

export const UNIT = 'buckets-relay.service';

/** Whose service it is. */
export type ServiceScope = 'system' | 'user';

/** Where a service's files lie. */
export interface ServicePlace {
  readonly scope: ServiceScope;
  readonly unit: string;
  readonly config: string;
  /** What the relay makes: account, known devices, identity, certificate. */
  readonly data: string;
  readonly account: string;
}

/** The one of the whole system. The data's folder is what systemd makes of StateDirectory= in the unit. */
export const SYSTEM_PLACE: ServicePlace = {
  scope: 'system',
  unit: `/etc/systemd/system/${UNIT}`,
  config: '/etc/buckets-relay/relay.toml',
  data: '/var/lib/buckets-relay',
  account: '/var/lib/buckets-relay/account.json',
};

/** The one of the user with this environment and home, beside what the same user's other commands keep. */
export function userPlace(environment: NodeJS.ProcessEnv, home: string): ServicePlace {
  const data = configDirectory('linux', environment, home);
  const base = environment.XDG_CONFIG_HOME ?? '';
  return {
    scope: 'user',
    unit: join(isAbsolute(base) ? base : join(home, '.config'), 'systemd/user', UNIT),
    config: join(data, 'relay.toml'),
    data,
    account: join(data, 'account.json'),
  };
}
