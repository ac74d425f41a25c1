import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { StoreError } from '../../accounts/stores';
import { unreachable } from '../../lib/unreachable';
import { withoutPassword } from '../../store/databaseUrl';
import type { ImportRefusal } from '../../store/importAccounts';
import { type ImportReport, importReference } from '../../store/importReference';
import { openStore } from '../../store/openStore';
import { CommandError } from '../commandError';
import { print } from '../terminal';
import { databaseOf, newDatabaseOf } from './databaseOption';
import { tellStoreProblems } from './withStore';

/** Takes over the accounts of the reference's database `file`, or with `dryRun` only says what that would be. */
export async function runImportAccounts(file: string, dryRun: boolean, command: Command): Promise<void> {
  const url = dryRun ? databaseOf(command) : newDatabaseOf(command);
  const report = await tellStoreProblems(url, () =>
    dryRun ? tryOut(file, url) : takeOver(file, url, false),
  );
  print(
    [
      dryRun
        ? `Would be taken over into ${withoutPassword(url)}:`
        : `Taken over into ${withoutPassword(url)}:`,
      ...linesOf(report),
    ].join('\n'),
  );
}

async function takeOver(file: string, url: string, dryRun: boolean): Promise<ImportReport> {
  const store = await openStore(url, { create: true });
  try {
    const report = await importReference(file, store, { dryRun });
    if (report.ok) return report.value;
    throw new CommandError(refusalMessage(withoutPassword(url), report.error));
  } finally {
    await store.close();
  }
}

/** Makes nothing: where there is no database yet, it is tried on one that is thrown away. */
async function tryOut(file: string, url: string): Promise<ImportReport> {
  try {
    await (await openStore(url, { create: false })).close();
    return await takeOver(file, url, true);
  } catch (error) {
    if (!(error instanceof StoreError) || error.problem.kind !== 'missing') throw error;
  }
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-import-'));
  try {
    return await takeOver(file, join(folder, 'tried.sqlite'), true);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const linesOf = ({ leftOut, ...counts }: ImportReport): string[] => [
  `  ${counts.users} users`,
  `  ${counts.disabledLicences} disabled licences`,
  `  ${counts.userDays} days of users’ traffic, ${counts.addressDays} of addresses’`,
  `  ${counts.codes} codes that are still good`,
  ...leftOut.map((email) => `  left out: ${JSON.stringify(email)}, which is no e-mail address`),
];

function refusalMessage(database: string, refusal: ImportRefusal): string {
  switch (refusal.kind) {
    case 'importedBefore':
      return `${refusal.source} was taken over into ${database} already, on ${new Date(refusal.at).toISOString().slice(0, 10)}; nothing was changed.`;
    case 'hasUsers':
      return `${database} has ${refusal.users} users already, and nothing was changed: name a new database with --database.`;
    case 'sameEmail':
      return `Nothing was taken over: there are several users with the address ${refusal.emails.join(', ')}, in other letters. Delete all but one of each there.`;
    default:
      return unreachable(refusal);
  }
}
