import type { AdvertiseProblem } from '../../../preload/views';
import { errorCode } from '../../lib/errorCode';
import { type Adapter, advertisingAdapters, type Interfaces } from '../../lib/networkAdapters';
import { createStore, type Observable } from '../../lib/observable';
import { serviceName } from '../../protocol/serviceName';
import { type Announcement, announce } from './announcement';
import type { Advertisement } from './serviceRecords';

export type { Advertisement };

export type AdvertiserState =
  | { readonly kind: 'off' }
  /** It is being found out whether `name` is free. */
  | { readonly kind: 'announcing'; readonly name: string }
  /** Devices find it. `name` is not the one that was asked for where that is taken: `Relay (2)`. */
  | { readonly kind: 'advertised'; readonly name: string; readonly adapters: readonly Adapter[] }
  /** It is tried again when the network changes, and every minute. */
  | { readonly kind: 'failed'; readonly problem: AdvertiseProblem };

/** Lets devices of the home network find the relay by themselves. Nothing of it ever throws or rejects. */
export interface Advertiser {
  readonly state: Observable<AdvertiserState>;
  /**
   * Advertises this from now on, and nothing else; without it, nothing. Resolves when that is so, has failed, or
   * another call has taken its place. The same once more changes nothing.
   */
  set(advertisement: Advertisement | undefined): Promise<void>;
  /** To be called when the computer wakes or its addresses may have changed: begins anew on new sockets. */
  refresh(): void;
  /** Takes leave, within about two seconds. Afterwards it stays off. */
  stop(): Promise<void>;
}

export interface AdvertiserDependencies {
  /** `os.networkInterfaces`. */
  readonly interfaces: () => Interfaces;
}

/** How often the adapters are looked at, and after what silence of this clock the computer must have slept. */
const LOOK_MS = 10_000;
const SLEPT_MS = LOOK_MS + 10_000;

/** How often it is made sure that the adapters receive: one that is plugged in again looks the same. */
const REJOIN_MS = 15_000;

const RETRY_MS = 60_000;

/** So many times somebody may take the name from us; then he is left alone until the next retry. */
const MAX_CONFLICTS = 10;

const STOP_MS = 2_500;

export function createAdvertiser(deps: AdvertiserDependencies): Advertiser {
  const state = createStore<AdvertiserState>({ kind: 'off' });
  const become = (next: AdvertiserState) => state.update(() => next);
  let wanted: Advertisement | undefined;
  let current: Announcement | undefined;
  let run = new AbortController();
  let turn: Promise<void> = Promise.resolve();
  /** The adapters that the present run began with, as text. */
  let seen = '';
  let begun = Date.now();
  let conflicts = 0;
  let stopped: Promise<void> | undefined;

  let looked = Date.now();
  let joined = Date.now();
  let looking: NodeJS.Timeout | undefined;

  /** Ends what is, and begins with what is wanted, one after the other; what was begun and not finished is given up. */
  function restart(goodbye: boolean): Promise<void> {
    run.abort();
    run = new AbortController();
    const { signal } = run;
    const adapters = adaptersNow();
    seen = JSON.stringify(adapters);
    begun = Date.now();
    turn = turn.then(async () => {
      await current?.end(goodbye);
      current = undefined;
      if (!signal.aborted) await begin(adapters, signal);
    });
    return turn;
  }

  async function begin(adapters: readonly Adapter[], signal: AbortSignal): Promise<void> {
    if (!wanted) return become({ kind: 'off' });
    if (adapters.length === 0) return become({ kind: 'failed', problem: { kind: 'noNetwork' } });
    if (conflicts > MAX_CONFLICTS)
      return become({ kind: 'failed', problem: { kind: 'noFreeName', name: wanted.name } });
    try {
      const announced = await announce(adapters, wanted, {
        signal,
        onName: (name) => become({ kind: 'announcing', name }),
        onConflict() {
          if (signal.aborted) return;
          conflicts += 1;
          // No goodbye: others would forget the one who has the name now.
          void restart(false);
        },
      });
      if (!announced.ok) return become({ kind: 'failed', problem: announced.error });
      current = announced.value;
      become({ kind: 'advertised', name: current.name, adapters: current.adapters });
    } catch (error) {
      if (!signal.aborted)
        become({ kind: 'failed', problem: { kind: 'noMulticast', code: errorCode(error) } });
    }
  }

  function look(): void {
    const now = Date.now();
    const slept = now - looked > SLEPT_MS;
    looked = now;
    const rested = now - begun >= RETRY_MS;
    if (rested) conflicts = 0;
    const retry = rested && state.get().kind === 'failed';
    if (slept || retry || JSON.stringify(adaptersNow()) !== seen) return void restart(true);
    if (now - joined < REJOIN_MS) return;
    joined = now;
    current?.rejoin();
  }

  function adaptersNow(): Adapter[] {
    if (!wanted) return [];
    try {
      return advertisingAdapters(deps.interfaces(), wanted.address);
    } catch {
      // Some systems do not tell.
      return [];
    }
  }

  const change = (advertisement: Advertisement | undefined): Promise<void> => {
    wanted = advertisement;
    conflicts = 0;
    clearInterval(looking);
    if (wanted) looking = setInterval(look, LOOK_MS).unref();
    looked = Date.now();
    return restart(true);
  };

  return {
    state,
    async set(advertisement) {
      if (stopped) return;
      const next = advertisement && { ...advertisement, name: serviceName(advertisement.name) };
      await (JSON.stringify(next) === JSON.stringify(wanted) ? turn : change(next));
    },
    refresh() {
      if (wanted) void restart(true);
    },
    stop() {
      clearInterval(looking);
      stopped ??= Promise.race([
        change(undefined),
        new Promise<void>((resolve) => setTimeout(resolve, STOP_MS).unref()),
      ]);
      return stopped;
    },
  };
}
