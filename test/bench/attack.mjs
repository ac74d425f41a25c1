// @ts-check
// How the relay bears those who mean ill: while each form of attack runs, the round trips of a linked pair, right logins
// that get in, and the relay's memory.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp } from './app.mjs';
import { makeKeys } from './device.mjs';
import { endAll, startAttacker, startSubject } from './processes.mjs';
import { grid } from './table.mjs';
import { MIB, NOTICED, watch } from './watch.mjs';

/**
 * @typedef {object} Form
 * @property {string} name as attackForms.mjs has it
 * @property {string} title
 * @property {'tls' | 'app'} [against] a relay that speaks TLS, or the app with its window open
 */

/** @type {Form[]} */
const FORMS = [
  { name: 'nothing', title: 'nothing, for comparison' },
  { name: 'asksOn', title: 'stranger: 600 connections that ask now and then' },
  { name: 'endlessHeads', title: 'stranger: 600 requests whose head never ends' },
  { name: 'pipelines', title: 'stranger: 64 KiB of requests on each of 250 connections' },
  { name: 'largeHeads', title: 'stranger: 400 heads of 15 KiB, ended at one moment' },
  { name: 'nothing', title: 'nothing, with TLS', against: 'tls' },
  { name: 'tlsHellos', title: 'stranger: 500 TLS handshakes, not gone on with', against: 'tls' },
  { name: 'guesses', title: 'stranger: as many passwords as it can' },
  { name: 'newKeys', title: 'device: logins of ever new keys' },
  { name: 'unfinished', title: 'device: 250 messages of 4 MiB, begun and not ended' },
  { name: 'links', title: 'device: linking and unlinking' },
  { name: 'nothing', title: 'nothing, the app with its window open', against: 'app' },
  { name: 'newKeys', title: 'device: logins of ever new keys, against the app', against: 'app' },
];

/** @param {Form} form @param {number} seconds @returns {Promise<string[]>} a row */
const attack = async ({ name, title, against }, seconds) => {
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-bench-'));
  const tls = against === 'tls' ? ['--tls', 'self-signed', '--tls-directory', folder] : [];
  const subject = against === 'app' ? await startApp() : await startSubject('relay', tls);
  makeKeys(500);
  const attacker = await startAttacker(name, subject.target);
  const noticed = await watch(subject, seconds);
  await attacker.stop();
  await sleep(2_000);
  const after = (await subject.usage()).residentBytes / MIB;
  await subject.stop();
  await rm(folder, { recursive: true });
  return [title, ...noticed, `${Math.round(after)}`];
};

/** How long each form of attack runs, in seconds. */
const SECONDS = 8;
const QUICK_SECONDS = 2;

/** `--quick` takes a shorter look; the name of a form has it run alone. */
const [only] = process.argv.slice(2).filter((arg) => arg !== '--quick');
const seconds = process.argv.includes('--quick') ? QUICK_SECONDS : SECONDS;

const rows = [];
try {
  for (const form of FORMS.filter(({ name }) => only === undefined || name === only)) {
    console.error(`… ${form.title}`);
    rows.push(await attack(form, seconds));
  }
} finally {
  await endAll();
}
const header = ['Under attack by', ...NOTICED, '2 s later, MB'];
console.log(grid([header, ...rows]).join('\n'));
