import { setTimeout as wait } from 'node:timers/promises';
import type { Adapter } from '../lib/networkAdapters';
import { err, ok, type Result } from '../lib/result';
import { openMdnsSocket } from '../mdns/socket';
import { SERVICE_NAME } from '../protocol/advertisement';
import type { RelayId } from '../protocol/relayId';
import { createSightings, type FoundRelay } from './relaySightings';

export type { FoundRelay };

/** Why nobody can be looked for; `code` as EADDRINUSE, or `noNetwork` where there is no adapter. */
export interface DiscoverProblem {
  readonly kind: 'noMulticast';
  readonly code: string;
}

export interface DiscoverOptions {
  /** Where to look: `browsingAdapters`. */
  readonly adapters: readonly Adapter[];
  readonly timeoutMs: number;
  /** Looks for this relay alone, and ends a moment after it was found. */
  readonly id?: RelayId;
}

/** When it is asked again, after answers and questions that got lost; then in the same distance (RFC 6762, 5.2). */
const ASK_AGAIN_MS = 1_000;

/** How long others who say that they are the wanted relay, and its other addresses, may take. */
const MOMENT_MS = 300;

/** The relays that advertise themselves in the networks of these adapters. Never rejects. */
export async function discover(options: DiscoverOptions): Promise<Result<FoundRelay[], DiscoverProblem>> {
  const { adapters, timeoutMs, id } = options;
  const sightings = createSightings(id);
  const found = new AbortController();
  const opened = await Promise.all(
    adapters.map((adapter) =>
      openMdnsSocket(adapter, ({ records }) => {
        sightings.hear(records);
        if (id !== undefined && sightings.relays().length > 0) found.abort();
      }),
    ),
  );
  const sockets = opened.flatMap((socket) => (socket.ok ? [socket.value] : []));
  const failure = opened.find((socket) => !socket.ok);
  if (sockets.length === 0)
    return err({ kind: 'noMulticast', code: failure && !failure.ok ? failure.error : 'noNetwork' });

  const ask = () => {
    const questions = [{ name: SERVICE_NAME, type: 'PTR' } as const, ...sightings.questions()];
    for (const socket of sockets) void socket.ask(questions);
  };
  ask();
  const asking = setInterval(ask, ASK_AGAIN_MS);
  await wait(timeoutMs, undefined, { signal: found.signal }).catch(() => wait(MOMENT_MS));
  clearInterval(asking);
  await Promise.all(sockets.map((socket) => socket.close()));
  return ok(sightings.relays());
}
