import type { LogEvent } from '../../../preload/logEntry';
import { printableJson } from '../../texts/printable';
import { levelOf } from './logLevel';
import { createLogRateLimiter } from './logRateLimiter';

/** A line of JSON, for programs: when, how much it matters, and what happened, as it is. */
export const jsonLine = (entry: Readonly<Record<string, unknown>>, now: Date): string =>
  `${printableJson({ time: now.toISOString(), ...entry }, 0)}\n`;

/** A log of events as lines of JSON, a line each; bounded as the one in words is. */
export function createJsonLog(
  write: (line: string) => void,
  now: () => number = Date.now,
): (event: LogEvent) => void {
  return createLogRateLimiter(
    (event) => write(jsonLine({ level: levelOf(event), ...event }, new Date(now()))),
    now,
  );
}
