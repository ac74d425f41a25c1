import type { DeviceView, Problem, Snapshot } from '../../../preload/views';

/** A relay that runs on a home network, where no device has been yet. */
export const running: Snapshot = {
  version: '0.1.0',
  platform: 'linux',
  language: 'en',
  locale: 'en-GB',
  relay: 'running',
  sentence: 'Running. No devices connected.',
  problem: undefined,
  turnedOff: undefined,
  addresses: ['http://192.168.1.24:9001/v1/relay'],
  certificate: undefined,
  settings: {
    port: 9001,
    reach: 'network',
    username: 'household',
    tls: { kind: 'off' },
    advertise: true,
    name: 'Study',
    onlyKnown: false,
    startAtLogin: false,
    startHidden: false,
    notify: true,
    keepAwake: false,
    lookForUpdates: true,
  },
  advertised: { kind: 'off' },
  passwordKept: 'keychain',
  devices: [],
  waiting: [],
  unshown: { connected: 0, others: 0, waiting: 0 },
  activity: { kind: 'unlinked' },
  turnedAway: [],
  doctor: { running: false, report: undefined },
  trayMissing: false,
  setAside: undefined,
  saveProblem: undefined,
  update: { kind: 'neverLooks' },
  welcomed: true,
};

const head = (key: string) => ({ key, abbreviation: key, name: undefined, from: '192.168.1.31' });

export const connected = (key: string): DeviceView => ({
  ...head(key),
  kind: 'connected',
  since: 0,
  linkedWith: [],
  silentSince: undefined,
  sent: 0,
  received: 0,
  bars: [],
});

export const away = (key: string): DeviceView => ({ ...head(key), kind: 'away', lastSeen: 0 });

const date = new Date(Date.UTC(2026, 10, 3, 12));

/** One of each kind, and of each kind of certificate trouble. */
export const everyProblem: readonly Problem[] = [
  { kind: 'portInUse', port: 9001, nextFree: 9002, owner: 'Photo Sharing Service' },
  { kind: 'portInUse', port: 9001, nextFree: undefined, owner: undefined },
  { kind: 'portForbidden', port: 80, nextFree: 9001 },
  { kind: 'addressNotAvailable', address: '192.168.1.24' },
  { kind: 'passwordLocked' },
  { kind: 'cannotListen', code: 'EMFILE' },
  { kind: 'listenerFailed', code: 'ENETDOWN' },
  ...(
    [
      { kind: 'cannotRead', path: '/tls/relay.pem', code: 'ENOENT' },
      { kind: 'cannotRead', path: '/tls/relay.pem', code: 'EACCES' },
      { kind: 'cannotWrite', path: '/tls/relay.pem', code: 'ENOSPC' },
      { kind: 'notPem', path: '/tls/relay.pem', expected: 'certificate' },
      { kind: 'notPem', path: '/tls/key.pem', expected: 'key' },
      { kind: 'encryptedKey', path: '/tls/key.pem' },
      { kind: 'unsupportedKey', path: '/tls/key.pem', found: 'ed25519' },
      { kind: 'keyDoesNotMatch', certificatePath: '/tls/relay.pem', keyPath: '/tls/key.pem' },
      { kind: 'expired', path: '/tls/relay.pem', validUntil: date },
      { kind: 'notYetValid', path: '/tls/relay.pem', validFrom: date },
      { kind: 'refusedByTls', path: '/tls/relay.pem', code: 'ERR_SSL_CA_MD_TOO_WEAK' },
    ] as const
  ).map((trouble) => ({ kind: 'certificate', trouble }) as const),
];
