import { setTimeout as wait } from 'node:timers/promises';
import type { AdvertiseProblem } from '../../../preload/views';
import type { Adapter } from '../../lib/networkAdapters';
import { err, ok, type Result } from '../../lib/result';
import type { Message } from '../../mdns/records';
import { type MdnsSocket, openMdnsSocket } from '../../mdns/socket';
import { numberedName } from '../../protocol/serviceName';
import {
  type Advertisement,
  conflictIn,
  fullName,
  goodbyeRecords,
  recordsFor,
  uniqueRecordsFor,
} from './serviceRecords';

/** A service as it stands in the network, from its announcement to its end; a changed one is another. */
export interface Announcement {
  readonly name: string;
  readonly adapters: readonly Adapter[];
  /** To be called now and then: adapters that were away for a moment receive nothing until it is. */
  rejoin(): void;
  /** Ends it; with `goodbye` others are told, so that they forget it at once. Never rejects. */
  end(goodbye: boolean): Promise<void>;
}

export interface AnnouncementOptions {
  /** Ends it while it is being made; then it rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** The name that is being tried. */
  readonly onName: (name: string) => void;
  /** Somebody else goes by its name now. Called once. */
  readonly onConflict: () => void;
}

/** RFC 6762 sections 8.1 to 8.3: how a name is probed for, and how long after somebody else's claim again. */
const PROBES = 3;
const PROBE_MS = 250;
const YIELD_MS = 1_000;
const MAX_YIELDS = 5;
const SECOND_ANNOUNCEMENT_MS = 1_000;

/** As many names as are tried: whoever takes them all means it. */
const MAX_NAMES = 10;

/** Finds a free name for the service, and publishes it on every one of the adapters that works. */
export async function announce(
  adapters: readonly Adapter[],
  advertisement: Advertisement,
  options: AnnouncementOptions,
): Promise<Result<Announcement, AdvertiseProblem>> {
  const { signal, onName, onConflict } = options;
  let hear = (_: Message) => {};
  const opened = await Promise.all(adapters.map((adapter) => openMdnsSocket(adapter, (said) => hear(said))));
  const sockets = opened.flatMap((socket) => (socket.ok ? [socket.value] : []));
  const closeAll = () => Promise.all(sockets.map((socket) => socket.close()));
  try {
    if (sockets.length === 0) return err(problemOf(opened));
    const name = await freeName();
    if (name === undefined) return err(await closed({ kind: 'noFreeName', name: advertisement.name }));
    return await publish(name);
  } catch (error) {
    await closeAll();
    throw error;
  }

  async function freeName(): Promise<string | undefined> {
    for (let count = 1; count <= MAX_NAMES; count++) {
      const name = numberedName(advertisement.name, count);
      onName(name);
      if (await isFree(name)) return name;
    }
    return undefined;
  }

  async function isFree(name: string): Promise<boolean> {
    for (let yielded = 0; yielded < MAX_YIELDS; yielded++) {
      const verdict = await probe(name);
      if (verdict !== 'yield') return verdict === undefined;
      // If the other one gets it, it answers us next time.
      await wait(YIELD_MS, undefined, { signal });
    }
    return false;
  }

  async function probe(name: string): Promise<ReturnType<typeof conflictIn>> {
    const claims = uniqueRecordsFor(advertisement, name);
    let verdict: ReturnType<typeof conflictIn>;
    hear = (message) => {
      verdict ??= conflictIn(claims, message);
    };
    // Computers that come up together, after a power cut, are not to speak all at once.
    await wait(Math.random() * PROBE_MS, undefined, { signal });
    for (let asked = 0; asked < PROBES && verdict === undefined; asked++) {
      for (const socket of sockets) void socket.ask([{ name: fullName(name), type: 'ANY' }], claims);
      await wait(PROBE_MS, undefined, { signal });
    }
    return verdict;
  }

  async function publish(name: string): Promise<Result<Announcement, AdvertiseProblem>> {
    const claims = uniqueRecordsFor(advertisement, name);
    hear = (message) => {
      if (conflictIn(claims, message) !== 'taken') return;
      hear = () => {};
      onConflict();
    };
    const recordsOn = ({ adapter }: MdnsSocket) => recordsFor(advertisement, name, adapter);
    for (const socket of sockets) socket.answerWith(recordsOn(socket));
    const tellAll = () => Promise.all(sockets.map((socket) => socket.tell(recordsOn(socket))));
    const told = await tellAll();
    const reached = sockets.filter((_, index) => told[index]?.ok);
    if (reached.length === 0) return err(await closed(problemOf(told)));
    const again = setTimeout(() => void tellAll(), SECOND_ANNOUNCEMENT_MS);
    return ok({
      name,
      adapters: reached.map(({ adapter }) => adapter),
      rejoin() {
        for (const socket of sockets) socket.rejoin();
      },
      async end(goodbye) {
        clearTimeout(again);
        hear = () => {};
        // Closed only after it has left: the library drops what it is still sending.
        if (goodbye)
          await Promise.all(sockets.map((socket) => socket.tell(goodbyeRecords(recordsOn(socket)))));
        await closeAll();
      },
    });
  }

  async function closed(problem: AdvertiseProblem): Promise<AdvertiseProblem> {
    await closeAll();
    return problem;
  }
}

const problemOf = (results: readonly Result<unknown, string>[]): AdvertiseProblem => {
  const failed = results.find((result) => !result.ok);
  return failed && !failed.ok ? { kind: 'noMulticast', code: failed.error } : { kind: 'noNetwork' };
};
