import { createRecent } from '../../lib/recent';
import { err, ok, type Result } from '../../lib/result';

/** How often something may be done: so many at once, and one more each `eachMs` milliseconds. */
export interface AllowanceSize {
  readonly atOnce: number;
  readonly eachMs: number;
}

/** Counts what is done, for each key. What is forgotten, since `most` others were there after it, may be done anew. */
export interface Allowance {
  /** Milliseconds until one can be taken; 0 for at once. */
  waitFor(key: string): number;
  /** Takes one, whether there is one or not. */
  take(key: string): void;
  giveBack(key: string): void;
}

/** `now` gives milliseconds that never go back. */
export function createAllowance(
  { atOnce, eachMs }: AllowanceSize,
  most: number,
  now: () => number,
): Allowance {
  /** When all that was taken is there again. */
  const full = createRecent<number>(most);
  return {
    waitFor: (key) => Math.max(0, Math.ceil((full.get(key) ?? 0) - now() - (atOnce - 1) * eachMs)),
    take: (key) => full.set(key, Math.max(full.get(key) ?? 0, now()) + eachMs),
    giveBack(key) {
      const until = full.get(key);
      if (until !== undefined) full.set(key, until - eachMs);
    },
  };
}

/** Takes one of each, or none; then it is told for how long to wait. What is given is called to give them back. */
export function takeOfEach(wanted: readonly (readonly [Allowance, string])[]): Result<() => void, number> {
  const ms = Math.max(...wanted.map(([allowance, key]) => allowance.waitFor(key)));
  if (ms > 0) return err(ms);
  for (const [allowance, key] of wanted) allowance.take(key);
  return ok(() => {
    for (const [allowance, key] of wanted) allowance.giveBack(key);
  });
}
