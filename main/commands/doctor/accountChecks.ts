import type { Check, Finding } from '../../../preload/doctor';
import { readLicenceKey } from '../../accounts/licence';
import { loadArgon2 } from '../../accounts/passwords/argon2';
import { StoreError } from '../../accounts/stores';
import { check } from '../../app/doctor/verdict';
import { isOnServer } from '../../store/databaseUrl';
import { databaseName, inspectStore, roomOf } from '../../store/inspectStore';
import { loadSqlite } from '../../store/sqlite/native';
import { CommandError } from '../commandError';
import type { MailSettings } from '../mail/mailSettings';
import { mailWayOf, serverName, transportOf } from '../mail/mailWay';

/** What a relay with many users is told of its accounts. */
export interface AccountSettings extends MailSettings {
  readonly database: string;
  readonly licensePublicKey?: string;
}

/** Less is too little for a few writes; and too little for what is written until somebody looks again. */
const FULL_BYTES = 4 * 1024 * 1024;
const LOW_BYTES = 100 * 1024 * 1024;

/** Looks at all that a relay with many users needs beside the network, one check for each, and changes nothing. */
export async function accountChecks(settings: AccountSettings): Promise<Check[]> {
  const packages = await packagesFinding(settings.database);
  const hasPackages = packages.kind === 'packagesThere';
  const database: Finding = hasPackages
    ? await databaseFinding(settings.database)
    : { kind: 'skipped', why: 'noPackages' };
  return [
    check('packages', packages),
    check('database', database),
    check('disk', await diskFinding(settings.database)),
    check('licences', licencesFinding(settings.licensePublicKey)),
    check('mail', await mailFinding(settings)),
  ];
}

async function packagesFinding(database: string): Promise<Finding> {
  const hasSqlite =
    isOnServer(database) ||
    (await loadSqlite().then(
      () => true,
      () => false,
    ));
  const names = [
    ...(hasSqlite ? [] : ['better-sqlite3']),
    ...((await loadArgon2()).ok ? [] : ['@node-rs/argon2']),
  ];
  return names.length === 0 ? { kind: 'packagesThere' } : { kind: 'packagesMissing', names };
}

async function databaseFinding(database: string): Promise<Finding> {
  const path = databaseName(database);
  try {
    const found = await inspectStore(database);
    if (found.form === 'present') return { kind: 'databaseSound', path, users: found.users };
    return { kind: found.form === 'empty' ? 'databaseEmpty' : 'databaseOlder', path };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const { kind: why, detail } = error.problem;
    return { kind: 'databaseFails', path, why, detail };
  }
}

async function diskFinding(database: string): Promise<Finding> {
  if (isOnServer(database)) return { kind: 'skipped', why: 'databaseServer' };
  const room = await roomOf(database);
  if (!room) return { kind: 'diskUnknown' };
  const { free: bytes, used } = room;
  if (bytes < FULL_BYTES) return { kind: 'diskFull', bytes };
  return { kind: bytes < Math.max(LOW_BYTES, used) ? 'diskLow' : 'diskRoom', bytes };
}

function licencesFinding(pem = ''): Finding {
  if (pem.trim() === '') return { kind: 'skipped', why: 'noLicences' };
  if (!readLicenceKey(pem)) return { kind: 'licenceKeyBad' };
  return { kind: pem.includes('PRIVATE KEY') ? 'licenceKeyPrivate' : 'licenceKeyGood' };
}

/** Connects and logs in, where mails are to be sent, and sends none. */
async function mailFinding(settings: MailSettings): Promise<Finding> {
  try {
    const way = mailWayOf(settings);
    if (way.kind === 'log') return { kind: 'skipped', why: 'noMail' };
    const transport = await transportOf(way, () => {});
    const server = serverName(way);
    const found = await transport.check();
    if (found.ok) return { kind: 'mailReady', server };
    const { trouble, detail } = found.error;
    return { kind: 'mailFails', server, trouble, detail };
  } catch (error) {
    if (error instanceof CommandError) return { kind: 'mailSettingsBad', detail: error.message };
    throw error;
  }
}
