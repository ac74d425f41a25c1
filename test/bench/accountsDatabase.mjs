// @ts-check
import { hash } from '@node-rs/argon2';
import Database from 'better-sqlite3';
import { emailOf, HOUSEHOLD_PASSWORD } from './households.mjs';

/** As the relay makes them: one of another cost would be made anew at its first login. */
const COST = { memoryCost: 9_765, timeCost: 3, parallelism: 1 };

/**
 * Puts accounts into a database that a relay has made. All have one password, and one string that is stored of it: to
 * make one for each would take minutes.
 * @param {string} file
 * @param {number} count
 */
export const addAccounts = async (file, count) => {
  const stored = await hash(HOUSEHOLD_PASSWORD, COST);
  const db = new Database(file);
  try {
    const insert = db.prepare(
      'insert into users (created, email, password_hash, verified, blocked) values (?, ?, ?, 1, 0)',
    );
    const now = Date.now();
    db.transaction(() => {
      for (let n = 0; n < count; n++) insert.run(now, emailOf(n), stored);
    })();
  } finally {
    db.close();
  }
};
