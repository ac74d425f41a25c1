/** A day in UTC, as `2026-11-28`. */
export type Day = string & { readonly brand: 'Day' };

export const DAY_MS = 24 * 60 * 60_000;

/** The day of a time in milliseconds since 1970. */
export const dayOf = (time: number): Day => new Date(time).toISOString().slice(0, 10) as Day;

/** The day that was so many days before that of a time. */
export const daysBefore = (time: number, days: number): Day => dayOf(time - days * DAY_MS);
