import type { AdvertisementMismatch, Check, Finding } from '../../../preload/doctor';
import { discover, type FoundRelay } from '../../client/discovery';
import type { Adapter } from '../../lib/networkAdapters';
import { advertisementOf } from '../relay/advertising';
import type { AppState } from '../state';
import { check } from './verdict';

/** How long the network may take to tell of us, in milliseconds. */
const LOOK_MS = 4_000;

/** Whether somebody who looks for relays, as a device does, finds this one as it is. */
export async function advertisedCheck(
  advertisedOn: () => readonly Adapter[],
  state: AppState,
): Promise<Check> {
  const { advertised, settings, relay } = state;
  const wanted = advertisementOf(state);
  if (!wanted) {
    const why =
      settings.reach === 'computer' ? 'onlyHere' : settings.advertise ? 'notRunning' : 'notAdvertised';
    return check('advertised', { kind: 'skipped', why: relay.kind === 'running' ? why : 'notRunning' });
  }
  if (advertised.kind === 'failed')
    return check('advertised', { kind: 'notAdvertised', trouble: advertised.trouble });
  if (advertised.kind !== 'advertised') return check('advertised', { kind: 'skipped', why: 'announcing' });
  const found = await discover({ adapters: advertisedOn(), id: wanted.id, timeoutMs: LOOK_MS });
  if (!found.ok) return check('advertised', { kind: 'cannotLook', code: found.error.code });
  return check('advertised', compare(found.value, { ...wanted, name: advertised.name }));
}

type Wanted = Pick<FoundRelay, 'name' | 'port' | 'fingerprint'>;

/** What was seen of a relay, beside what it should be. */
export function compare(found: readonly FoundRelay[], wanted: Wanted): Finding {
  const { name } = wanted;
  const [first] = found;
  if (!first) return { kind: 'notSeen', name };
  // Another one may claim to be this one; one that is right is enough to be found.
  const differences = found.map((relay) => differing(relay, wanted));
  if (differences.some((differs) => differs.length === 0)) return { kind: 'seen', name };
  return { kind: 'seenOtherwise', name, differs: differing(first, wanted) };
}

const differing = (found: FoundRelay, wanted: Wanted): AdvertisementMismatch[] =>
  (['name', 'port', 'fingerprint'] as const).filter((what) => found[what] !== wanted[what]);
