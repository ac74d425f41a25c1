import { once } from 'node:events';
import type { SecretDigest } from '../../main/accounts/registration/code';
import { type Email, type LicenceHash, parseEmail } from '../../main/accounts/user';
import { openStore } from '../../main/store/openStore';
import { loadSqlite } from '../../main/store/sqlite/native';

// Another process with a database: `process.cjs WHAT FILE …`, started by a test. It ends when it is killed, or by itself.

const emailOf = (text: string): Email => {
  const email = parseEmail(text);
  if (email === undefined) throw new Error(`${text} is no address`);
  return email;
};

const WORK: Readonly<Record<string, (file: string, ...args: string[]) => Promise<void>>> = {
  /** Adds users until it is killed, and says each one that was confirmed, on a line. */
  async add(file, prefix) {
    const store = await openStore(file, { create: true });
    for (let number = 0; ; number++) {
      const name = `${prefix}-${number}@example.org`;
      const added = await store.users.add({ email: emailOf(name), passwordHash: 'hash', verified: true });
      if (added.ok) process.stdout.write(`${name}\n`);
    }
  },

  /** Holds the lock of who writes until its input ends; with `alone` that of who reads too. */
  async hold(file, how) {
    const db = new (await loadSqlite())(file);
    if (how === 'alone') db.pragma('locking_mode = EXCLUSIVE');
    db.exec('begin exclusive');
    process.stdout.write('held\n');
    process.stdin.resume().on('end', () => {
      db.exec('rollback');
      db.close();
    });
  },

  async block(file, address = '') {
    const store = await openStore(file, { create: false });
    const user = await store.users.byEmail(emailOf(address));
    if (user) await store.users.setBlocked(user.id, true);
    await store.close();
  },

  /** Logs in by licence so often, each time as another user, and says each user's number. */
  async licences(file, licence = '', times = '1') {
    const store = await openStore(file, { create: false });
    process.stdout.write('ready\n');
    for (let number = 0; number < Number(times); number++) {
      const user = await store.users.licenceLogin(emailOf(`u${number}@example.org`), licence as LicenceHash);
      process.stdout.write(`${user.email} ${user.id}\n`);
    }
    await store.close();
  },

  /** Once its input ends, redeems each reset code of `digests`, and says whose it was, or `none`. */
  async redeem(file, digests = '') {
    const store = await openStore(file, { create: false });
    process.stdout.write('ready\n');
    await once(process.stdin.resume(), 'end');
    for (const digest of digests.split(',')) {
      const user = await store.codes.redeemReset(digest as SecretDigest, 'hash');
      process.stdout.write(`${user ?? 'none'}\n`);
    }
    await store.close();
  },

  /** Once its input ends, registers with an invite until there is none, and says how often it did. */
  async invited(file, invite = '', prefix = '') {
    const store = await openStore(file, { create: false });
    process.stdout.write('ready\n');
    await once(process.stdin.resume(), 'end');
    let registered = 0;
    for (;;) {
      const user = { email: emailOf(`${prefix}-${registered}@example.org`), passwordHash: 'hash' };
      const added = await store.invites.register(user, invite as SecretDigest, false);
      if (!added.ok) break;
      registered += 1;
    }
    process.stdout.write(`${registered}\n`);
    await store.close();
  },
};

const [, , what = '', file = '', ...args] = process.argv;
void WORK[what]?.(file, ...args);
