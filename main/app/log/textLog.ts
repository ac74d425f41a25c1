import type { LogEvent } from '../../../preload/logEntry';
import { english } from '../../texts/english';
import { createFormats } from '../../texts/formats';
import { eventSentence } from '../../texts/logText';
import { createLogRateLimiter } from './logRateLimiter';
import { logLine } from './terminalMessages';

/**
 * A log of events as lines of text, in English and with abbreviated keys for names. It tells everything about devices,
 * and counts what strangers cause beyond a bound, so that nobody can fill a disk through it.
 */
export function createTextLog(
  write: (line: string) => void,
  now: () => number = Date.now,
): (event: LogEvent) => void {
  const speech = { t: english, f: createFormats('en', 'en-GB'), nameOf: () => undefined };
  return createLogRateLimiter((event) => write(logLine(eventSentence(event, speech), new Date(now()))), now);
}
