// @ts-check
// What the window is given: 200 devices, and events as a busy household of theirs might cause them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {import('../../../preload/logEntry.ts').LogEntry} LogEntry */
/** @typedef {import('../../../preload/views.ts').Snapshot} Snapshot */

const DEVICES = 200;

const contract = readFileSync(join(import.meta.dirname, '../../../preload/contract.ts'), 'utf8');
/** Node does not run the contract as it is; this is its list of calls. */
export const callNames = [...contract.matchAll(/^ {2}(\w+): true,$/gm)].map(([, name = '']) => name);

const now = Date.now();
const keys = Array.from({ length: DEVICES }, (_, i) => Buffer.alloc(32, i).toString('base64'));
/** @param {number} i */
const keyOf = (i) => keys[i % DEVICES] ?? '';

/** @type {Snapshot} */
export const snapshot = {
  version: '0.0.0',
  platform: 'linux',
  language: 'en',
  locale: 'en-GB',
  relay: 'running',
  sentence: `Running. ${DEVICES} devices connected.`,
  problem: undefined,
  turnedOff: undefined,
  addresses: ['http://192.168.1.24:9001/v1/relay'],
  certificate: undefined,
  settings: {
    port: 9001,
    reach: 'network',
    username: 'household',
    tls: { kind: 'off' },
    advertise: false,
    name: 'Study',
    onlyKnown: false,
    startAtLogin: false,
    startHidden: false,
    notify: false,
    keepAwake: false,
    lookForUpdates: true,
  },
  advertised: { kind: 'off' },
  passwordKept: 'file',
  devices: keys.map((key, i) => ({
    kind: 'connected',
    key,
    abbreviation: `${key.slice(0, 4)}…${key.slice(39, 43)}`,
    name: `Device ${i}`,
    from: `192.168.1.${i}`,
    since: now,
    linkedWith: [keyOf(i + 1)],
    silentSince: undefined,
    sent: i,
    received: i,
    bars: new Array(30).fill(i),
  })),
  waiting: [],
  unshown: { connected: 0, others: 0, waiting: 0 },
  turnedAway: [],
  doctor: { running: false, report: undefined },
  activity: { kind: 'passing' },
  trayMissing: false,
  setAside: undefined,
  saveProblem: undefined,
  update: { kind: 'neverLooks' },
  welcomed: true,
};

/** @param {number} from @param {number} count @returns {LogEntry[]} */
export const entriesFrom = (from, count) => Array.from({ length: count }, (_, i) => entry(from + i));

/** @param {number} seq @returns {LogEntry} */
const entry = (seq) => {
  const at = now + seq;
  const key = keyOf(seq);
  switch (seq % 10) {
    case 0:
      return { seq, at, level: 'detail', event: { kind: 'opened', conn: seq, from: '192.168.1.40' } };
    case 1:
      return {
        seq,
        at,
        level: 'info',
        event: { kind: 'authenticated', conn: seq, key, from: '192.168.1.40' },
      };
    case 2:
      return { seq, at, level: 'info', event: { kind: 'linked', keys: [key, keyOf(seq + 1)] } };
    case 3:
      return { seq, at, level: 'warning', event: { kind: 'silent', key, minutes: 15 } };
    case 4:
      return {
        seq,
        at,
        level: 'error',
        event: { kind: 'loginRefused', from: '192.168.1.77', reason: 'wrong' },
      };
    default:
      return { seq, at, level: 'info', event: { kind: 'delivered', key, bytes: seq * 100 } };
  }
};
