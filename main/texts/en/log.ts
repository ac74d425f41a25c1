import type { CrowdedReason, DropReason, LogEvent, LoginRefusal } from '../../../preload/logEntry';
import type { Formats } from '../formats';
import { shortProblem } from '../shortProblem';
import { whyNotAdvertised } from '../whyNotAdvertised';
import { common } from './common';

const crowding: Record<CrowdedReason, string> = {
  'too many connections': 'too many connections are open',
  'too many from one address': 'too many come from its address',
  'made room': 'it had not logged in, and made room for others',
};

const refusals: Record<LoginRefusal, string> = {
  missing: 'Gave no user name and password, turned away',
  malformed: 'User name and password could not be read, turned away',
  wrong: 'Turned away: wrong login',
  blocked: 'Too many wrong passwords, has to wait',
  'foreign page': 'A web page of another site, turned away',
};

const givenUp: Record<DropReason, string> = {
  'not in time': 'no key was proved in time',
  'too slow': 'it did not take what was sent to it',
  silent: 'it gave no sign of life',
  unfinished: 'it began a message and did not end it',
};

/** What happened, for the log. `nameOf` gives what a person calls the device, or enough of its key. */
function event(what: LogEvent, f: Formats, nameOf: (key: string) => string): string {
  switch (what.kind) {
    case 'started':
      return what.tls ? `Started on port ${what.port}, encrypted` : `Started on port ${what.port}`;
    case 'stopped':
      return 'Relay stopped';
    case 'notStarted':
      return `Relay could not start: ${shortProblem(what.problem, common.shortProblem)}`;
    case 'crowded':
      return `Connection ended: ${crowding[what.reason]}`;
    case 'loginRefused':
      return refusals[what.reason];
    case 'opened':
      return `Connection ${what.conn} opened`;
    case 'testDeviceOpened':
      return `Connection ${what.conn} opened by a test device of a doctor`;
    case 'authenticated':
      return `Connected from ${what.from}`;
    case 'signatureRefused':
      return 'Could not prove that this key is its own';
    case 'notAdmitted':
      return what.why === 'blocked' ? 'Blocked device turned away' : 'New device, waits to be let in';
    case 'left':
      return what.replaced ? 'Connected anew, the old connection ended' : 'Disconnected';
    case 'linked':
      return `Linked with ${nameOf(what.keys[1])}`;
    case 'unlinked':
      return `No longer linked with ${nameOf(what.keys[1])}`;
    case 'delivered':
      return `Delivered ${f.bytes(what.bytes)}`;
    case 'quiet':
      return 'All delivered, quiet';
    case 'silent':
      return `Linked, but silent for ${f.duration(what.minutes * 60_000)}`;
    case 'malformed':
      return `Connection ${what.conn} cut: it does not speak the relay’s protocol (${what.reason})`;
    case 'givenUp':
      return `Connection ${what.conn} given up: ${givenUp[what.why]}`;
    case 'closed':
      return `Connection ${what.conn} ended (${what.code})`;
    case 'socketFailed':
      return `Connection failed (${what.code})`;
    case 'tlsFailed':
      return `No secure connection came about (${what.code})`;
    case 'listenerFailed':
      return `Relay no longer takes connections (${what.code})`;
    case 'advertised':
      return `Devices nearby can find the relay as “${what.name}”`;
    case 'advertisingFailed':
      return `Devices nearby cannot find the relay by themselves (${whyNotAdvertised(what.trouble, common)})`;
    case 'more':
      return `And ${f.number(what.count)} more like these within a minute`;
  }
}

const events = (count: number, f: Formats) => (count === 1 ? '1 event' : `${f.number(count)} events`);

/** The log: its events in words, and the panel around them. */
export const log = {
  event,
  title: 'Log',
  detail: 'What happened, newest last. Passwords and budgets are never written here.',
  levels: { detail: 'Detail', info: 'Info', warning: 'Warning', error: 'Error' },
  least: {
    detail: 'All levels',
    info: 'Info and above',
    warning: 'Warnings and errors',
    error: 'Errors',
  },
  leastLabel: 'Levels shown',
  filter: 'Filter by text, name or key',
  filterHint: 'Filter',
  clearFilter: 'Clear the filter',
  pause: 'Pause',
  resume: 'Resume',
  copyShown: 'Copy what is shown',
  export: 'Export…',
  exportFailed: 'The log could not be exported.',
  showFile: 'Show the log’s file',
  clear: 'Clear…',
  tableLabel: 'Events',
  columns: { time: 'Time', level: 'Level', event: 'Event', device: 'Device', key: 'Key' },
  empty: 'Nothing has happened yet.',
  emptyDetail: 'What devices and relay do is written here as it happens.',
  nothingMatches: 'No event matches.',
  nothingMatchesDetail: 'Show all levels, or filter by something else.',
  searching: 'Searching…',
  live: 'Live',
  paused: 'Paused.',
  waiting: (count: number, f: Formats) =>
    count === 1 ? 'Paused. 1 new event is waiting.' : `Paused. ${f.number(count)} new events are waiting.`,
  since: (count: number, since: string, f: Formats) => `${events(count, f)} since ${since}`,
  matching: (matching: number, count: number, f: Formats) =>
    `${f.number(matching)} of ${events(count, f)} ${matching === 1 ? 'matches' : 'match'}`,
  leftOut: (count: number, f: Formats) => `… and ${f.number(count)} earlier ones`,
};
