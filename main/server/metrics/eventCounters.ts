import { Counter, type Registry } from 'prom-client';
import { CLOSE } from '../../protocol/closeCodes';
import type { NotAdmitted } from '../../protocol/relay';
import type { CrowdedReason, DropReason, LoginRefusal, ServerEvent, UserRefusal } from '../events';

// Values of labels are chosen here alone: whatever a stranger can send, there are only so many series.

/** Those of a relay with many users alone. */
const USER_REFUSALS: Readonly<Record<UserRefusal, string>> = {
  'unknown user': 'unknown_user',
  'not verified': 'not_verified',
  'blocked user': 'blocked_user',
  'licence refused': 'licence_refused',
};

const REFUSALS: Readonly<Record<Exclude<LoginRefusal, UserRefusal>, string>> = {
  missing: 'missing',
  malformed: 'malformed',
  wrong: 'wrong',
  blocked: 'blocked',
  'foreign page': 'foreign_page',
};

const ALL_REFUSALS: Readonly<Record<LoginRefusal, string>> = { ...REFUSALS, ...USER_REFUSALS };

const CROWDED: Readonly<Record<CrowdedReason, string>> = {
  'too many connections': 'too_many',
  'too many from one address': 'too_many_from_one_address',
  'made room': 'made_room',
};

const DROPS: Readonly<Record<DropReason, string>> = {
  'not in time': 'not_in_time',
  'too slow': 'too_slow',
  silent: 'silent',
  unfinished: 'unfinished',
};

const NOT_ADMITTED: Readonly<Record<NotAdmitted, string>> = { blocked: 'blocked', unknown: 'unknown' };

/** Normal, no code, vanished, and what ws closes with by itself; then our own. A peer may send any other. */
const CLOSE_CODES: ReadonlySet<number> = new Set([
  ...[1000, 1002, 1005, 1006, 1007, 1008, 1009],
  ...Object.values(CLOSE).map(({ code }) => code),
]);

const closeCode = (code: number): string => (CLOSE_CODES.has(code) ? String(code) : 'other');

/**
 * Registers a counter for each kind of event that is worth one; each event is to be given to what comes back. `ofMany`:
 * what only a relay with many users can tell is there, too.
 */
export function createEventCounters(registry: Registry, ofMany: boolean): (event: ServerEvent) => void {
  const counter = (name: string, help: string) =>
    new Counter({ name: `buckets_relay_${name}_total`, help, registers: [registry] });
  /** Every series is there from the start, so that the first increase is seen as one. */
  const labelled = <L extends string>(name: string, help: string, label: L, values: Iterable<string>) => {
    const made = new Counter({
      name: `buckets_relay_${name}_total`,
      help,
      labelNames: [label],
      registers: [registry],
    });
    const series = new Map([...new Set(values)].map((value) => [value, made.labels(value)]));
    for (const one of series.values()) one.inc(0);
    return (value: string) => series.get(value)?.inc();
  };
  const reasons = (name: string, help: string, values: Readonly<Record<string, string>>) =>
    labelled(name, help, 'reason', Object.values(values));

  const opened = counter('connections_opened', 'Websockets that were opened.');
  const closed = labelled('connections_closed', 'Websockets that ended, by close code.', 'code', [
    ...[...CLOSE_CODES].map(String),
    'other',
  ]);
  const crowded = reasons('connections_crowded', 'Connections for which there was no room.', CROWDED);
  const givenUp = reasons('connections_given_up', 'Connections that the relay ended.', DROPS);
  const malformed = counter(
    'connections_malformed',
    'Connections ended for bytes that are not the protocol.',
  );
  const socketFailed = counter('socket_failures', 'Sockets of peers that failed.');
  const tlsFailed = counter('tls_failures', 'TLS handshakes that failed.');
  const refusals = ofMany ? ALL_REFUSALS : REFUSALS;
  const loginRefused = reasons('logins_refused', 'Logins that were refused.', refusals);
  const signatureRefused = counter('signatures_refused', 'Keys that were not proved.');
  const notAdmitted = reasons('devices_not_admitted', 'Devices that were not let in.', NOT_ADMITTED);
  const authenticated = counter('devices_authenticated', 'Devices that proved their key.');

  return (event) => {
    switch (event.kind) {
      case 'opened':
      case 'testDeviceOpened':
        return opened.inc();
      case 'closed':
        return closed(closeCode(event.code));
      case 'crowded':
        return crowded(CROWDED[event.reason]);
      case 'givenUp':
        return givenUp(DROPS[event.why]);
      case 'malformed':
        return malformed.inc();
      case 'socketFailed':
        return socketFailed.inc();
      case 'tlsFailed':
        return tlsFailed.inc();
      case 'loginRefused':
        return loginRefused(ALL_REFUSALS[event.reason]);
      case 'signatureRefused':
        return signatureRefused.inc();
      case 'notAdmitted':
        return notAdmitted(NOT_ADMITTED[event.why]);
      case 'authenticated':
        return authenticated.inc();
      default:
        return undefined;
    }
  };
}
