import type { Day } from './day';
import type { TrafficEntry } from './stores';
import type { UserId } from './user';

interface Sum {
  sent: number;
  received: number;
}

/** Bytes by day, user and address. */
export interface TrafficTable {
  /** False, and nothing is added, where that would be one sum more than there is room for. */
  add(day: Day, user: UserId, address: string, sent: number, received: number): boolean;
  entries(): TrafficEntry[];
  /** How many sums there are. */
  readonly size: number;
}

/** It holds `most` sums. Adding to one that is there makes nothing new: it is done for every message. */
export function createTrafficTable(most: number): TrafficTable {
  const days = new Map<Day, Map<UserId, Map<string, Sum>>>();
  let size = 0;

  return {
    add(day, user, address, sent, received) {
      const known = days.get(day)?.get(user)?.get(address);
      if (known) {
        known.sent += sent;
        known.received += received;
        return true;
      }
      if (size >= most) return false;
      const users = days.get(day) ?? new Map<UserId, Map<string, Sum>>();
      const addresses = users.get(user) ?? new Map<string, Sum>();
      days.set(day, users.set(user, addresses.set(address, { sent, received })));
      size += 1;
      return true;
    },
    entries: () =>
      [...days].flatMap(([day, users]) =>
        [...users].flatMap(([user, addresses]) =>
          [...addresses].map(([address, { sent, received }]) => ({ day, user, address, sent, received })),
        ),
      ),
    get size() {
      return size;
    },
  };
}
