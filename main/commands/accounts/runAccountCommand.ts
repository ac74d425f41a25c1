import type { Command } from 'commander';
import type { Day } from '../../accounts/day';
import type { AccountStore } from '../../accounts/stores';
import { type Email, parseEmail, type User } from '../../accounts/user';
import { backupStore } from '../../store/backupStore';
import { CommandError } from '../commandError';
import { print, printJson } from '../terminal';
import { databaseOf, newDatabaseOf } from './databaseOption';
import { newPassword } from './newPassword';
import { openHasher } from './openHasher';
import { tellStoreProblems, withStore } from './withStore';

interface PasswordOptions {
  readonly passwordStdin?: boolean;
}

/** Adds a user, verified. Throws a CommandError, as all of these. */
export async function addUser(text: string, options: PasswordOptions, command: Command): Promise<void> {
  const email = emailOf(text);
  const password = await newPassword(options.passwordStdin === true);
  await withStore(newDatabaseOf(command), { create: true }, async ({ users }) => {
    if (await users.byEmail(email)) throw exists(email);
    const added = await users.add({ email, passwordHash: await hashOf(password), verified: true });
    if (!added.ok) throw exists(email);
  });
  print(`added user ${email}`);
}

const exists = (email: Email) =>
  new CommandError(`There is a user ${email} already: “passwd” gives them another password.`);

export async function changePassword(
  text: string,
  options: PasswordOptions,
  command: Command,
): Promise<void> {
  await withUser(text, command, async ({ users }, { id }) => {
    const password = await newPassword(options.passwordStdin === true);
    await users.setPassword(id, await hashOf(password), 'new');
  });
  print('Password changed');
}

/** One password of a person at a terminal: there is nobody to be fair to, and nobody who leaves. */
const ALONE = { lane: '', signal: new AbortController().signal };

const hashOf = async (password: string): Promise<string> => {
  const hashed = await (await openHasher()).hash(password, ALONE);
  if (!hashed.ok) throw new CommandError('The password could not be hashed. Try again.');
  return hashed.value;
};

type Change = 'blockuser' | 'unblockuser' | 'verifyuser' | 'disablelicense' | 'deluser';

/** What a command does to a user, and says then; false where there was nothing to be done to. */
const CHANGES: Readonly<
  Record<Change, readonly [(store: AccountStore, user: User) => Promise<boolean>, string]>
> = {
  blockuser: [({ users }, { id }) => users.setBlocked(id, true), 'User blocked'],
  unblockuser: [({ users }, { id }) => users.setBlocked(id, false), 'User unblocked'],
  verifyuser: [({ users }, { id }) => users.setVerified(id), 'User verified'],
  disablelicense: [({ users }, { id }) => users.disableLicence(id), 'License disabled'],
  deluser: [({ users }, { id }) => users.remove(id), 'User deleted'],
};

export async function changeUser(name: Change, text: string, command: Command): Promise<void> {
  const [change, said] = CHANGES[name];
  await withUser(text, command, async (store, user) => {
    if (await change(store, user)) return;
    throw new CommandError(
      name === 'disablelicense'
        ? `${user.email} has never logged in with a licence, so that there is none to disable.`
        : noSuchUser(user.email),
    );
  });
  print(said);
}

/** So many are read at once. */
const PAGE = 1_000;

export async function listUsers({ json }: { readonly json?: boolean }, command: Command): Promise<void> {
  const all: User[] = [];
  await withStore(databaseOf(command), { create: false }, async ({ users }) => {
    for (;;) {
      const last = all.at(-1)?.id;
      const page = await users.list({ most: PAGE, ...(last !== undefined && { after: last }) });
      all.push(...page);
      if (page.length < PAGE) return;
    }
  });
  if (json) return printJson(all.map(listed));
  if (all.length === 0) return print('There are no users yet.');
  for (const user of all) print(`${user.email}  ${states(user).join(', ')}`);
}

const listed = ({ email, created, verified, blocked, passwordHash, licence }: User) => ({
  email,
  created: new Date(created).toISOString(),
  verified,
  blocked,
  hasPassword: passwordHash !== '',
  hasLicence: licence !== undefined,
});

const states = ({ verified, blocked, passwordHash, licence }: User): string[] => [
  verified ? 'verified' : 'not verified',
  ...(blocked ? ['blocked'] : []),
  ...(passwordHash === '' ? [] : ['password']),
  ...(licence === undefined ? [] : ['licence']),
];

/** So many users, and so many addresses. */
const LARGEST = 20;

const DAY_MS = 24 * 60 * 60_000;

export async function tellStatistics({ days }: { readonly days: number }, command: Command): Promise<void> {
  const since = new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10) as Day;
  const found = await withStore(databaseOf(command), { create: false }, ({ traffic }) =>
    traffic.statistics(since, LARGEST),
  );
  printJson({
    days,
    users: found.users.map(({ sent, received, user }) => ({ sent, recv: received, user })),
    ips: found.addresses.map(({ sent, received, address }) => ({ sent, recv: received, ip: address })),
  });
}

export async function backUp(file: string, command: Command): Promise<void> {
  const url = databaseOf(command);
  const copied = await tellStoreProblems(url, () => backupStore(url, file));
  if (!copied.ok) throw new CommandError(`${file} exists already and was left as it is. Name another file.`);
  print(`Copied to ${file}`);
}

async function withUser(
  text: string,
  command: Command,
  work: (store: AccountStore, user: User) => Promise<void>,
): Promise<void> {
  const email = emailOf(text);
  await withStore(databaseOf(command), { create: false }, async (store) => {
    const user = await store.users.byEmail(email);
    if (!user) throw new CommandError(noSuchUser(email));
    await work(store, user);
  });
}

const noSuchUser = (email: Email): string => `There is no user ${email}.`;

function emailOf(text: string): Email {
  const email = parseEmail(text);
  if (email === undefined) throw new CommandError(`${text} is no e-mail address.`);
  return email;
}
