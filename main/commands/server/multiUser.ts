import { readLicenceKey } from '../../accounts/licence';
import type { LicenceOptions } from '../../accounts/login/licenceLogin';
import { createAccountLogin } from '../../accounts/login/login';
import { type AccountStore, StoreError } from '../../accounts/stores';
import { createTraffic } from '../../accounts/traffic';
import type { UserId } from '../../accounts/user';
import { createUserChanges } from '../../accounts/userChanges';
import { createUserCounts } from '../../accounts/userCounts';
import { systemClock } from '../../lib/clock';
import type { Account } from '../../protocol/relay';
import type { MessageTraffic } from '../../server/dataPath/sending/peer';
import type { Authenticator } from '../../server/login/authenticator';
import type { AccountFigures, AccountObserver } from '../../server/metrics/accountMetrics';
import type { RelayServer } from '../../server/relayServer';
import { openStore, type StoreOptions } from '../../store/openStore';
import { openHasher } from '../accounts/openHasher';
import { storeMessage } from '../accounts/withStore';
import { CommandError } from '../commandError';
import { createAccountAuthenticator } from './accountAuthenticator';
import { createConnectionTraffic } from './connectionTraffic';

/** Told whether or not there are licences, as deployed clients know it. */
const AUTH_METHODS = ['usernamepassword', 'v1license'];

export interface MultiUserOptions {
  readonly database: string;
  /** PEM of the RSA key by which licences are verified; without it there are none. */
  readonly licensePublicKey?: string;
  readonly licenseHashSalt?: string;
  readonly keepDays: number;
}

/** The accounts of `server --multi-user`, on their database. */
export interface MultiUser {
  readonly authenticator: Authenticator;
  /** The ways to log in, as devices are told of them. */
  readonly authMethods: readonly string[];
  /** A connection is over, with what passed on it. */
  readonly onClosed: (traffic: MessageTraffic) => void;
  /** For the metrics. */
  readonly figures: AccountFigures;
  /** The relay runs: from now on what passes is counted, and who is blocked is out. */
  begin(server: RelayServer): Promise<void>;
  /** Writes down what is not yet; to be called when the relay has stopped. */
  stop(): Promise<void>;
}

/** A user's account as the relay knows it. */
export const accountOf = (user: UserId): Account => String(user) as Account;

/** How often what passed is counted, in milliseconds: so exactly days are told apart at midnight. */
const COUNT_MS = 1_000;

/** Opens the database, and makes it where there is none. Throws a CommandError. */
export async function openMultiUser(
  options: MultiUserOptions,
  log: (text: string) => void,
): Promise<MultiUser> {
  const { database, keepDays } = options;
  const licences = licencesOf(options);
  const { hasher, store, onOutcome, observe } = await openObserved(database);
  const login = createAccountLogin({ users: store.users, hasher, licences, onOutcome });
  const told = (what: string) => ({
    onFailure: (error: unknown) => log(`${what}: ${messageOf(database, error)}`),
    onRecovered: () => log(`The database ${database} can be used again`),
  });
  const traffic = createTraffic({
    store: store.traffic,
    clock: systemClock,
    keepDays,
    ...told('What passes is counted, and cannot be written down'),
  });
  let server: RelayServer | undefined;
  const changes = createUserChanges({
    users: store.users,
    clock: systemClock,
    forget: login.forget,
    onExpel: (user) => server?.expelAccount(accountOf(user)),
    ...told('Who was blocked or deleted cannot be told'),
  });
  const counts = createUserCounts(store.users, systemClock);
  const counting = createConnectionTraffic((account, from, sent, received) =>
    traffic.counted(Number(account) as UserId, from, sent, received),
  );
  let timer: NodeJS.Timeout | undefined;

  return {
    authenticator: createAccountAuthenticator(login, accountOf, (why) => storeMessage(database, why), log),
    authMethods: AUTH_METHODS,
    onClosed: counting.closed,
    figures: {
      users: () => counts.last,
      ...{ hashes: hasher, traffic, changes },
      async observe(observer) {
        observe(observer);
        await counts.start();
      },
    },
    async begin(running) {
      server = running;
      traffic.start();
      timer = setInterval(() => counting.look(running.messageTraffic()), COUNT_MS).unref();
      await changes.start();
    },
    async stop() {
      clearInterval(timer);
      await Promise.all([changes.stop(), counts.stop(), traffic.stop()]);
      await store.close();
    },
  };
}

/** What hashes passwords, and the database, which both tell who `observe`s what they do. Throws a CommandError. */
async function openObserved(database: string) {
  let observer: AccountObserver | undefined;
  const hasher = await openHasher((ms) => observer?.onHashed(ms));
  const store = await open(database, { create: true, onOperation: (one) => observer?.onOperation(one) });
  return {
    ...{ hasher, store },
    onOutcome: (...told: Parameters<AccountObserver['onLogin']>) => observer?.onLogin(...told),
    observe(given: AccountObserver) {
      observer = given;
    },
  };
}

async function open(database: string, options: StoreOptions): Promise<AccountStore> {
  try {
    return await openStore(database, options);
  } catch (error) {
    throw error instanceof StoreError ? new CommandError(messageOf(database, error)) : error;
  }
}

const messageOf = (database: string, error: unknown): string =>
  error instanceof StoreError ? storeMessage(database, error.problem) : String(error);

/** An empty key is none, as the reference has it. Throws a CommandError for one that is no key. */
function licencesOf({
  licensePublicKey = '',
  licenseHashSalt = '',
}: MultiUserOptions): LicenceOptions | undefined {
  if (licensePublicKey.trim() === '') return undefined;
  const publicKey = readLicenceKey(licensePublicKey);
  if (publicKey) return { publicKey, salt: licenseHashSalt };
  throw new CommandError(
    'The key for licences (AUTH_LICENSE_PUBKEY) is no RSA public key in PEM form: -----BEGIN PUBLIC KEY-----.',
  );
}
