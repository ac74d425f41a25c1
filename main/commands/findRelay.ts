import { networkInterfaces } from 'node:os';
import { discover, type FoundRelay } from '../client/discovery';
import { fingerprintLines } from '../lib/fingerprint';
import { browsingAdapters } from '../lib/networkAdapters';
import type { RelayId } from '../protocol/relayId';
import { CommandError } from './commandError';
import { discoverProblemMessage } from './problemMessages';
import { print, printJson } from './terminal';

/** How long relays may take to answer, in milliseconds. */
const TIMEOUT_MS = 3_000;

/** A named relay may be restarting or waking up: it is waited for longer. */
const TIMEOUT_FOR_ONE_MS = 10_000;

const NOBODY =
  'No relay was found. It has to be running in the same network and advertise itself, and firewalls have to let multicast DNS (UDP port 5353) through.';

/** Prints the relays that answer within the time. Throws a CommandError where there are none. */
export async function listRelays({ json, timeout }: { json?: boolean; timeout: number }): Promise<void> {
  const relays = await lookFor(timeout * 1_000);
  if (json) printJson(relays);
  else if (relays.length > 0) print(relays.map(relayText).join('\n\n'));
  if (relays.length === 0) throw new CommandError(NOBODY);
}

/**
 * Where the relay that `--discover` means can be reached, the likeliest first: the one with this identity, and whoever
 * claims to be it; or the only one there is. Throws a CommandError.
 */
export async function findRelay(id: RelayId | undefined): Promise<readonly [string, ...string[]]> {
  const relays = await lookFor(id === undefined ? TIMEOUT_MS : TIMEOUT_FOR_ONE_MS, id);
  if (new Set(relays.map((relay) => relay.id)).size > 1) {
    const all = relays.map((relay) => `${relay.id} is ${relay.name}`).join('; ');
    throw new CommandError(`There are several relays: say which one with --discover ID. ${all}.`);
  }
  const [first, ...others] = relays.flatMap(({ urls }) => urls);
  if (first === undefined)
    throw new CommandError(id === undefined ? NOBODY : `The relay ${id} was not found. ${NOBODY}`);
  return [first, ...others];
}

async function lookFor(timeoutMs: number, id?: RelayId): Promise<FoundRelay[]> {
  const adapters = browsingAdapters(networkInterfaces());
  const found = await discover({ adapters, timeoutMs, ...(id !== undefined && { id }) });
  if (!found.ok) throw new CommandError(discoverProblemMessage(found.error));
  return found.value;
}

function relayText({ name, urls, id, fingerprint }: FoundRelay): string {
  const lines = [
    name,
    ...urls.map((url) => `  ${url}`),
    `  id ${id}`,
    ...(fingerprint === undefined
      ? []
      : [
          '  says that its certificate has the SHA-256 fingerprint',
          ...fingerprintLines(fingerprint).map((line) => `    ${line}`),
        ]),
  ];
  return lines.join('\n');
}
