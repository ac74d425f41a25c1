import { DAY_MS, dayOf, daysBefore } from '../../accounts/day';
import { StoreError, type TrafficStore } from '../../accounts/stores';
import type { UserId } from '../../accounts/user';
import type { DayOfTraffic } from './page';

/** So many days of traffic are shown, this one included. */
const DAYS = 30;

/** What passed for a user on each of the days that end with that of `at`; undefined where it cannot be told just now. */
export async function lastDays(
  traffic: Pick<TrafficStore, 'ofUser'>,
  user: UserId,
  at: number,
): Promise<readonly DayOfTraffic[] | undefined> {
  try {
    // The days without any have no entry.
    const days = new Map(
      (await traffic.ofUser(user, daysBefore(at, DAYS - 1))).map((entry) => [entry.day, entry]),
    );
    return Array.from({ length: DAYS }, (_, index) => {
      const day = dayOf(at - (DAYS - 1 - index) * DAY_MS);
      return days.get(day) ?? { day, sent: 0, received: 0 };
    });
  } catch (error) {
    if (error instanceof StoreError) return undefined;
    throw error;
  }
}
