import type { ServerEvent } from '../server/events';
import { describeEvent, logLine } from './describe';

/** What strangers can cause as often as they like. */
const CAUSED_BY_STRANGERS: ReadonlySet<ServerEvent['kind']> = new Set([
  'crowded',
  'loginRefused',
  'tlsFailed',
  'socketFailed',
]);

/** So many of these are written in a minute; the others are counted. */
const MOST_PER_MINUTE = 60;
const MINUTE_MS = 60_000;

/**
 * A log of server events as lines of text. It tells everything about devices; of what strangers cause it writes the
 * first sixty events of a minute and the number of the others, so that nobody can fill a disk through it.
 */
export function createCalmLog(
  write: (line: string) => void,
  now: () => Date = () => new Date(),
): (event: ServerEvent) => void {
  let since = 0;
  let seen = 0;

  function isOneTooMany(at: Date): boolean {
    if (at.getTime() - since >= MINUTE_MS) {
      const unwritten = seen - MOST_PER_MINUTE;
      if (unwritten > 0) write(logLine(`and ${unwritten} more like these`, at));
      since = at.getTime();
      seen = 0;
    }
    seen += 1;
    return seen > MOST_PER_MINUTE;
  }

  return (event) => {
    const at = now();
    if (CAUSED_BY_STRANGERS.has(event.kind) && isOneTooMany(at)) return;
    write(logLine(describeEvent(event), at));
  };
}
