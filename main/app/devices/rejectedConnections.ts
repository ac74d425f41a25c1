import type { RejectedConnection, RejectionReason } from '../../../preload/doctor';
import type { LoginRefusal } from '../../../preload/logEntry';
import type { Clock } from '../../lib/clock';
import type { Dispose } from '../../lib/observable';
import type { ConnId } from '../../protocol/relay';
import type { ServerEvent } from '../../server/events';

/** So many are kept; the one that happened longest ago makes room. */
const MAX_ATTEMPTS = 50;

/** Changes are gathered for so long before they are shown, in milliseconds: strangers can cause many. */
const SHOW_MS = 250;

/** Who was turned away lately, by address and reason. */
export interface RejectedConnections {
  handleEvent(event: ServerEvent): void;
  close(): void;
}

/** `show` is given all of them, the latest first. */
export function createRejectedConnections(
  clock: Clock,
  onChange: (attempts: readonly RejectedConnection[]) => void,
): RejectedConnections {
  // In the order of the last time, which is what a Map keeps when an entry is deleted before it is set.
  const attempts = new Map<string, RejectedConnection>();
  /** Where the open connections come from: some events tell only which one it was. */
  const addresses = new Map<ConnId, string>();
  let later: Dispose | undefined;

  function showSoon(): void {
    later ??= clock.after(SHOW_MS, () => {
      later = undefined;
      onChange([...attempts.values()].reverse());
    });
  }

  function turnedAway(from: string | undefined, why: RejectionReason): void {
    if (from === undefined) return;
    const id = `${why} ${from}`;
    const count = (attempts.get(id)?.count ?? 0) + 1;
    attempts.delete(id);
    attempts.set(id, { from, why, count, last: clock.now(), letInSince: false });
    const [oldest] = attempts.keys();
    if (attempts.size > MAX_ATTEMPTS && oldest !== undefined) attempts.delete(oldest);
    showSoon();
  }

  function approve(from: string): void {
    for (const [id, attempt] of attempts) {
      if (attempt.from !== from || attempt.letInSince) continue;
      attempts.set(id, { ...attempt, letInSince: true });
      showSoon();
    }
  }

  return {
    handleEvent(event) {
      switch (event.kind) {
        case 'opened':
        case 'testDeviceOpened':
          addresses.set(event.conn, event.from);
          return;
        case 'closed':
          addresses.delete(event.conn);
          return;
        case 'authenticated':
          approve(event.from);
          return;
        case 'loginRefused':
          turnedAway(event.from, LOGINS[event.reason]);
          return;
        case 'notAdmitted':
          turnedAway(event.from, event.why === 'blocked' ? 'blockedDevice' : 'notLetIn');
          return;
        case 'signatureRefused':
          turnedAway(addresses.get(event.conn), 'wrongKey');
          return;
        case 'malformed':
          turnedAway(addresses.get(event.conn), 'malformed');
          return;
        case 'tlsFailed':
          turnedAway(event.from, 'tlsRefused');
          return;
        case 'crowded':
          turnedAway(event.from, 'crowded');
          return;
        default:
      }
    },
    close: () => later?.(),
  };
}

const LOGINS: Record<LoginRefusal, RejectionReason> = {
  missing: 'noPassword',
  malformed: 'unreadablePassword',
  wrong: 'wrongPassword',
  // Of a relay with many users alone; what to look at on the device is the same.
  'unknown user': 'wrongPassword',
  'not verified': 'wrongPassword',
  'blocked user': 'wrongPassword',
  'licence refused': 'wrongPassword',
  blocked: 'tooManyWrong',
  'foreign page': 'foreignPage',
};
