import type { AdminSaying } from '../texts';

/** A day in UTC, as `2026-11-28`, as a date: `28 Nov 2026`. */
export const dayName = ({ frame }: AdminSaying, day: string): string =>
  new Intl.DateTimeFormat(frame.language === 'en' ? 'en-GB' : frame.language, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(day));
