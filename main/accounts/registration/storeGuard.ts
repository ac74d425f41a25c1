import { err, type Result } from '../../lib/result';
import { StoreError, type StoreProblem } from '../stores';

/** Told that the database could not be used. */
export type OnStoreFailure = (problem: StoreProblem) => void;

/** Does what needs the database; that it cannot be used is an answer, too. */
export async function guardStore<T, E>(
  onStoreFailure: OnStoreFailure,
  work: () => Promise<Result<T, E>>,
): Promise<Result<T, E | { readonly kind: 'storeFailed' }>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    onStoreFailure(error.problem);
    return err({ kind: 'storeFailed' });
  }
}
