import type { Language } from '../../preload/views';
import { lazy } from './lazy';

/** Numbers, dates and lists as the person's system writes them. Times are milliseconds since 1970. */
export interface Formats {
  number(value: number): string;
  /** `3.1 MB`: of a thousand, as file managers and phones count. */
  bytes(count: number): string;
  /** `07:55`. */
  time(at: number): string;
  /** `07:55:03`. */
  timeWithSeconds(at: number): string;
  /** `03/11, 07:55:03`. */
  dayAndTime(at: number): string;
  /** `3 November 2026`. */
  date(at: number): string;
  /** The time for today, `3 November` for this year, else the whole date. */
  day(at: number, now: number): string;
  /** `4 minutes`, `2 hours`, `3 days`: the largest unit that fits, at least a minute. */
  duration(ms: number): string;
  /** The same as `4 minutes ago`. */
  ago(ms: number): string;
  list(items: readonly string[]): string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `locale` is the system's; where it is of another language than the texts, theirs is used. */
export function createFormats(language: Language, locale: string): Formats {
  const tag = tagFor(language, locale);
  // Each takes a millisecond or more to make, and nobody needs them all.
  const of = (options: Intl.DateTimeFormatOptions) => lazy(() => new Intl.DateTimeFormat(tag, options));
  const inUnit = (unit: string, options: Intl.NumberFormatOptions) =>
    lazy(() => new Intl.NumberFormat(tag, { style: 'unit', unit, ...options }));
  const number = lazy(() => new Intl.NumberFormat(tag));
  const time = of({ hour: '2-digit', minute: '2-digit' });
  const seconds = of({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const dayAndTime = of({
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const date = of({ day: 'numeric', month: 'long', year: 'numeric' });
  const dayOfYear = of({ day: 'numeric', month: 'long' });
  const list = lazy(() => new Intl.ListFormat(tag, { type: 'conjunction' }));
  const bytes = BYTE_UNITS.map((unit) => inUnit(unit, { maximumFractionDigits: 1 }));
  const shortByte = inUnit('byte', { unitDisplay: 'short' });
  const durations = {
    minute: inUnit('minute', { unitDisplay: 'long' }),
    hour: inUnit('hour', { unitDisplay: 'long' }),
    day: inUnit('day', { unitDisplay: 'long' }),
  };
  const relative = lazy(() => new Intl.RelativeTimeFormat(tag, { numeric: 'always' }));

  return {
    number: (value) => number().format(value),
    bytes(count) {
      let power = 0;
      let value = count;
      while (Math.round(value * 10) / 10 >= 1_000 && power < BYTE_UNITS.length - 1) {
        value /= 1_000;
        power += 1;
      }
      if (power > 0) return bytes[power]?.().format(value) ?? '';
      // Spelt out as "byte" by Intl, beside units of two letters.
      const parts = shortByte().formatToParts(value);
      return parts.map((part) => (part.type === 'unit' ? 'B' : part.value)).join('');
    },
    time: (at) => time().format(at),
    timeWithSeconds: (at) => seconds().format(at),
    dayAndTime: (at) => dayAndTime().format(at),
    date: (at) => date().format(at),
    day(at, now) {
      const [then, today] = [new Date(at), new Date(now)];
      if (then.toDateString() === today.toDateString()) return time().format(at);
      return then.getFullYear() === today.getFullYear() ? dayOfYear().format(at) : date().format(at);
    },
    duration(ms) {
      const { count, unit } = largestUnit(ms);
      return durations[unit]().format(count);
    },
    ago(ms) {
      const { count, unit } = largestUnit(ms);
      return relative().format(-count, unit);
    },
    list: (items) => list().format(items),
  };
}

function largestUnit(ms: number): { count: number; unit: 'minute' | 'hour' | 'day' } {
  if (ms < HOUR_MS) return { count: Math.max(1, Math.floor(ms / MINUTE_MS)), unit: 'minute' };
  if (ms < DAY_MS) return { count: Math.floor(ms / HOUR_MS), unit: 'hour' };
  return { count: Math.floor(ms / DAY_MS), unit: 'day' };
}

/** The system's locale if it is one (POSIX has others, as `en-US-u-va-posix` or `C`) and of that language. */
function tagFor(language: Language, locale: string): string {
  try {
    const { baseName } = new Intl.Locale(locale);
    return new Intl.Locale(baseName).language === language ? baseName : language;
  } catch {
    return language;
  }
}
