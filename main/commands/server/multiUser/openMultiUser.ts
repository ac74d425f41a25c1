import { readLicenceKey } from '../../../accounts/licence';
import { createCountedLogin } from '../../../accounts/login/countedLogin';
import type { LicenceOptions } from '../../../accounts/login/licenceLogin';
import { createAccountLogin } from '../../../accounts/login/login';
import { createLoginRefusals } from '../../../accounts/loginRefusals';
import { type AccountStore, StoreError } from '../../../accounts/stores';
import { createTraffic } from '../../../accounts/traffic';
import type { UserId } from '../../../accounts/user';
import { createUserChanges } from '../../../accounts/userChanges';
import { createUserCounts } from '../../../accounts/userCounts';
import { systemClock } from '../../../lib/clock';
import type { Account } from '../../../protocol/relay';
import type { MessageTraffic } from '../../../server/dataPath/sending/peer';
import type { Site } from '../../../server/http/site';
import type { Authenticator } from '../../../server/login/authenticator';
import type { AccountFigures, AccountObserver } from '../../../server/metrics/accountMetrics';
import type { RelayServer } from '../../../server/relayServer';
import { withoutPassword } from '../../../store/databaseUrl';
import { openStore, type StoreOptions } from '../../../store/openStore';
import { openHasher } from '../../accounts/openHasher';
import { storeMessage } from '../../accounts/withStore';
import { CommandError } from '../../commandError';
import { createAccountAuthenticator } from './accountAuthenticator';
import { createConnectionTraffic } from './connectionTraffic';
import { type MailOptions, openMail } from './openMail';
import { openSite, type SiteOptions } from './openSite';

/** Told whether or not there are licences, as deployed clients know it. */
const AUTH_METHODS = ['usernamepassword', 'v1license'];

export interface MultiUserOptions extends MailOptions, SiteOptions {
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
  /** Where people make their accounts, and see to them. */
  readonly site: Site;
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
  const { hasher, store, observer, observe } = await openObserved(database);
  const clock = systemClock;
  const told = (what: string) => ({
    onFailure: (error: unknown) => log(`${what}: ${messageOf(database, error)}`),
    onRecovered: () => log(`The database ${withoutPassword(database)} can be used again`),
  });
  const traffic = createTraffic({
    ...{ store: store.traffic, clock, keepDays },
    ...told('What passes is counted, and cannot be written down'),
  });
  const refusals = createLoginRefusals({
    ...{ store: store.refusals, mails: store.mails, clock, keepDays },
    ...told('Refused logins are counted, and cannot be written down'),
  });
  const login = createCountedLogin(
    createAccountLogin({ users: store.users, hasher, licences, onOutcome: observer.onLogin }),
    refusals.counted,
  );
  let server: RelayServer | undefined;
  const changes = createUserChanges({
    ...{ users: store.users, clock, forget: login.forget },
    onExpel: (user) => server?.expelAccount(accountOf(user)),
    ...told('Who was blocked or deleted cannot be told'),
  });
  const counts = createUserCounts(store.users, clock);
  const counting = createConnectionTraffic((account, from, sent, received) =>
    traffic.counted(Number(account) as UserId, from, sent, received),
  );
  const outbox = await openMail(options, store.mails, log, {
    ...told('Mails are sent, and what becomes of them cannot be written down'),
    onOutcome: observer.onMail,
  });
  const site = await openSite(options, {
    ...{ store, hasher, login, mail: outbox.send, log },
    messageOf: (error) => messageOf(database, error),
    devicesOf: async (user) => (await server?.devicesOf(accountOf(user))) ?? [],
  });
  let timer: NodeJS.Timeout | undefined;

  return {
    authenticator: createAccountAuthenticator({
      ...{ login, accountOf, log },
      messageOf: (why) => storeMessage(database, why),
    }),
    authMethods: AUTH_METHODS,
    site: site.site,
    onClosed: counting.closed,
    figures: {
      users: () => counts.last,
      ...{ hashes: hasher, traffic, changes, mails: outbox },
      async observe(given) {
        observe(given);
        await counts.start();
      },
    },
    async begin(running) {
      server = running;
      traffic.start();
      refusals.start();
      timer = setInterval(() => counting.look(running.messageTraffic()), COUNT_MS).unref();
      await changes.start();
    },
    async stop() {
      clearInterval(timer);
      await site.settled();
      await Promise.all([changes.stop(), counts.stop(), traffic.stop(), refusals.stop(), outbox.stop()]);
      await store.close();
    },
  };
}

/** What hashes passwords, and the database, which both tell who `observe`s what they do. Throws a CommandError. */
async function openObserved(database: string) {
  let observed: AccountObserver | undefined;
  const observer: AccountObserver = {
    onLogin: (outcome) => observed?.onLogin(outcome),
    onHashed: (ms) => observed?.onHashed(ms),
    onOperation: (operation) => observed?.onOperation(operation),
    onMail: (outcome) => observed?.onMail(outcome),
  };
  const hasher = await openHasher(observer.onHashed);
  const store = await open(database, { create: true, onOperation: observer.onOperation });
  return {
    ...{ hasher, store, observer },
    observe(given: AccountObserver) {
      observed = given;
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
