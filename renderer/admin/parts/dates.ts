import type { AdminSaying } from '../texts';

const localeOf = ({ frame }: AdminSaying): string => (frame.language === 'en' ? 'en-GB' : frame.language);

const SHORT = { day: 'numeric', month: 'short', year: 'numeric' } as const;

/** A time in milliseconds since 1970 as its date here: `28 Nov 2026`. */
export const dateOf = (say: AdminSaying, at: number): string =>
  new Intl.DateTimeFormat(localeOf(say), SHORT).format(at);

/** The same of a day in UTC, as `2026-11-28`. */
export const dayName = (say: AdminSaying, day: string): string =>
  new Intl.DateTimeFormat(localeOf(say), { ...SHORT, timeZone: 'UTC' }).format(new Date(day));
