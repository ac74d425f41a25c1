import { StoreError, type StoreProblem } from '../../accounts/stores';
import { isOnServer } from '../../store/databaseUrl';
import { type ImportingStore, openStore } from '../../store/openStore';
import { CommandError } from '../commandError';

/** Opens the database, lets `work` do something with it, and closes it. Throws a CommandError where it cannot be used. */
export const withStore = <T>(
  url: string,
  options: { readonly create: boolean },
  work: (store: ImportingStore) => Promise<T>,
): Promise<T> =>
  tellStoreProblems(url, async () => {
    const store = await openStore(url, options);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  });

/** Throws a CommandError for what is wrong with the database. */
export async function tellStoreProblems<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof StoreError ? new CommandError(messageOf(url, error)) : error;
  }
}

function messageOf(url: string, { problem, otherFile }: StoreError): string {
  if (otherFile === undefined) return storeMessage(url, problem);
  return problem.kind === 'missing'
    ? `There is no file ${otherFile}, or no folder for it. Check its path.`
    : problem.detail;
}

/** What is wrong with a database, and what to do. */
export function storeMessage(url: string, { kind, detail }: StoreProblem): string {
  // What is on a server says all by itself, and its address may have a password in it, which is not for the log.
  if (isOnServer(url)) return detail;
  if (kind === 'missing')
    return `There is no database ${url}. Name the relay’s with --database; “server --multi-user” and “adduser” make one.`;
  return kind === 'unreachable' ? `The database ${url} cannot be used: ${detail}` : detail;
}
