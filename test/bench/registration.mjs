// @ts-check
// How a relay for many users bears those who mean ill with /v1/auth, the websocket that needs no login: while each form of
// abuse runs, the round trips of a linked pair, right logins that get in, and the relay's memory.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addAccounts } from './accountsDatabase.mjs';
import { makeKeys } from './device.mjs';
import { ofAccount } from './households.mjs';
import { endAll, startAttacker, startSubject } from './processes.mjs';
import { grid } from './table.mjs';
import { NOTICED, watch } from './watch.mjs';

/** As registrationForms.mjs has them. @type {readonly (readonly [name: string, title: string])[]} */
const FORMS = [
  ['nothing', 'nothing, for comparison'],
  ['registrations', '10,000 registrations from one address'],
  ['manyRegistrations', '10,000 registrations from as many addresses'],
  ['codes', 'guessing codes, from one address'],
  ['manyCodes', 'guessing codes, from as many addresses'],
  ['mails', 'mails to one address, asked for from as many addresses'],
  ['sockets', '1,600 sockets from 100 addresses'],
  ['hugeJson', 'messages of 16 KiB on 960 sockets from 60 addresses'],
  ['unread', 'the same, without waiting for answers'],
  ['tooLarge', 'messages of 1 MiB, on ever new sockets'],
];

/** Of them the first one's devices are watched. */
const ACCOUNTS = 100;

const SECONDS = 10;
const QUICK_SECONDS = 3;

/** `--quick` takes a shorter look; the name of a form has it run alone. */
const [only] = process.argv.slice(2).filter((arg) => arg !== '--quick');
const seconds = process.argv.includes('--quick') ? QUICK_SECONDS : SECONDS;

const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-bench-'));

/** @param {string} name */
const startRelay = async (name) => {
  const database = join(folder, `${name}.sqlite`);
  // As a proxy tells addresses.
  const options = ['--multi-user', '--database', database, '--trust-proxy', 'loopback'];
  // It makes the tables.
  await (await startSubject('relay', options)).stop();
  await addAccounts(database, ACCOUNTS);
  const subject = await startSubject('relay', options);
  return { ...subject, target: ofAccount(subject.target, 0) };
};

/** @type {string[][]} */
const rows = [];
try {
  for (const [name, title] of FORMS) {
    if (only !== undefined && name !== only) continue;
    console.error(`… ${title}`);
    const subject = await startRelay(name);
    makeKeys(500);
    const attacker = await startAttacker(name, subject.target, 'registrationForms.mjs');
    const noticed = await watch(subject, seconds);
    rows.push([title, ...noticed, attacker.told()]);
    await attacker.stop();
    await subject.stop();
  }
} finally {
  await endAll();
  await rm(folder, { recursive: true });
}
console.log(grid([['Under abuse by', ...NOTICED, 'answers'], ...rows]).join('\n'));
