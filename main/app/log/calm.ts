import type { LogEvent } from '../../../preload/logEntry';
import { unreachable } from '../../lib/unreachable';

/** So many of the events that strangers can cause are told in a minute; the others are counted. */
const MOST_PER_MINUTE = 60;
const MINUTE_MS = 60_000;
const LATE_MS = 50;

/**
 * Passes events on to `tell` so that nobody can fill a log. Everything about devices is told. Of what can be caused
 * as often as one likes, the first sixty events of a minute are told, and when it is over the number of the others, as
 * an event `more`. Those without the password have a budget of their own, and so have those that did not prove a key.
 * `now` gives milliseconds since 1970.
 */
export function createCalm(tell: (event: LogEvent) => void, now: () => number): (event: LogEvent) => void {
  const budgets = { outside: createBudget(tell, now), unproven: createBudget(tell, now) };
  const proven = new Set<number>();

  function causedBy(event: LogEvent): keyof typeof budgets | undefined {
    switch (event.kind) {
      case 'crowded':
      case 'loginRefused':
      case 'tlsFailed':
      case 'socketFailed':
        return 'outside';
      case 'opened':
      case 'signatureRefused':
      case 'notAdmitted':
        return 'unproven';
      case 'malformed':
      case 'givenUp':
      case 'closed':
        return proven.has(event.conn) ? undefined : 'unproven';
      case 'authenticated':
      case 'left':
      case 'linked':
      case 'unlinked':
      case 'delivered':
      case 'quiet':
      case 'silent':
      case 'started':
      case 'stopped':
      case 'notStarted':
      case 'listenerFailed':
      case 'advertised':
      case 'advertisingFailed':
      case 'more':
        return undefined;
      default:
        return unreachable(event);
    }
  }

  return (event) => {
    for (const budget of Object.values(budgets)) budget.look();
    const by = causedBy(event);
    if (by === undefined || budgets[by].spend()) tell(event);
    if (event.kind === 'authenticated') proven.add(event.conn);
    if (event.kind === 'closed') proven.delete(event.conn);
    // Another relay numbers its connections anew.
    if (event.kind === 'started') proven.clear();
  };
}

interface Budget {
  /** Begins a new minute if the last one is over. */
  look(): void;
  /** Whether there is still one to spend; if not, it is counted. */
  spend(): boolean;
}

function createBudget(tell: (event: LogEvent) => void, now: () => number): Budget {
  let since = 0;
  let seen = 0;

  function look(): void {
    if (now() - since < MINUTE_MS) return;
    const untold = seen - MOST_PER_MINUTE;
    since = now();
    seen = 0;
    if (untold > 0) tell({ kind: 'more', count: untold });
  }

  return {
    look,
    spend() {
      seen += 1;
      // The number is told even if nothing follows; a little late, since timers go by another clock.
      if (seen === MOST_PER_MINUTE + 1) setTimeout(look, since + MINUTE_MS - now() + LATE_MS).unref();
      return seen <= MOST_PER_MINUTE;
    },
  };
}
