import type { Finding, NoAnswer } from '../../preload/doctor';

/** Why nothing came back, one of each kind. */
const SILENCES: readonly NoAnswer[] = [
  { kind: 'nameUnknown' },
  { kind: 'refused' },
  { kind: 'timedOut' },
  { kind: 'noRoute' },
  { kind: 'silent' },
  { kind: 'otherEncryption' },
  { kind: 'notARelay', status: 404 },
  { kind: 'noUpgrade', status: 400 },
  { kind: 'certificateRefused', code: 'CERT_HAS_EXPIRED' },
  { kind: 'failed', code: 'ECONNRESET' },
  { kind: 'fingerprintDiffers', seen: 'AB12' },
];

const url = 'http://192.168.7.1:9001/v1/relay';
const silent = [{ host: '10.8.0.12', why: { kind: 'timedOut' } }] as const;

/** What the doctor may find, at least one of each kind: a kind that is missing does not compile. */
export const FINDINGS: { readonly [K in Finding['kind']]: readonly (Finding & { kind: K })[] } = {
  skipped: (
    [
      ...(['onlyHere', 'notRunning', 'noNetwork', 'noAnswer', 'notLetIn', 'wouldBeSeen'] as const),
      ...(['noPassword', 'noPackages', 'noLicences', 'noMail', 'noNats', 'noNodes'] as const),
    ] as const
  ).map((why) => ({
    kind: 'skipped',
    why,
  })),
  listens: [{ kind: 'listens', port: 9001 }],
  relayOff: [{ kind: 'relayOff' }],
  relayStarting: [{ kind: 'relayStarting' }],
  relayProblem: [
    { kind: 'relayProblem', problem: { kind: 'portInUse', port: 9001, nextFree: 9002, owner: 'node' } },
  ],
  doesNotListen: SILENCES.map((why) => ({ kind: 'doesNotListen', port: 9001, why })),
  onNetwork: [
    { kind: 'onNetwork', hosts: ['192.168.7.1'], vpn: [] },
    { kind: 'onNetwork', hosts: ['192.168.7.1'], vpn: ['wg0'] },
  ],
  onlyVirtual: [{ kind: 'onlyVirtual', adapters: ['docker0'] }],
  noNetwork: [{ kind: 'noNetwork' }],
  answersAt: [{ kind: 'answersAt', hosts: ['192.168.7.1', 'fd00::1'] }],
  silentAt: [
    { kind: 'silentAt', silent, answers: [] },
    { kind: 'silentAt', silent, answers: ['192.168.7.1'] },
  ],
  badAddress: [{ kind: 'badAddress' }],
  answers: [{ kind: 'answers', url }],
  answersElsewhere: [{ kind: 'answersElsewhere', url }],
  noAnswer: SILENCES.map((why) => ({ kind: 'noAnswer', url, why })),
  letsIn: [
    { kind: 'letsIn', wrongTried: true },
    { kind: 'letsIn', wrongTried: false },
  ],
  turnsAway: [{ kind: 'turnsAway' }],
  letsAnybodyIn: [{ kind: 'letsAnybodyIn' }],
  passwordLocked: [{ kind: 'passwordLocked' }],
  hasToWait: [{ kind: 'hasToWait', seconds: 8 }],
  loginFailed: SILENCES.map((why) => ({ kind: 'loginFailed', why })),
  talk: [{ kind: 'talk' }],
  keyRefused: [{ kind: 'keyRefused', message: 'Not let in yet' }],
  doNotTalk: (['notLinked', 'nothingCame', 'changed', 'lost'] as const).map((why) => ({
    kind: 'doNotTalk',
    why,
  })),
  seen: [{ kind: 'seen', name: 'Study' }],
  notSeen: [{ kind: 'notSeen', name: 'Study' }],
  seenOtherwise: [{ kind: 'seenOtherwise', name: 'Study', differs: ['name', 'port', 'fingerprint'] }],
  notAdvertised: [{ kind: 'notAdvertised', trouble: { kind: 'noFreeName', name: 'Study' } }],
  cannotLook: [{ kind: 'cannotLook', code: 'EADDRINUSE' }],
  found: [{ kind: 'found', name: 'Study', url }],
  foundNone: [{ kind: 'foundNone' }],
  foundSeveral: [{ kind: 'foundSeveral', relays: [{ id: 'ab'.repeat(16), name: 'Study' }] }],
  certificateValid: [{ kind: 'certificateValid', validUntil: 0 }],
  certificateEnds: [
    { kind: 'certificateEnds', validUntil: 0, own: true },
    { kind: 'certificateEnds', validUntil: 0, own: false },
  ],
  certificateEnded: [{ kind: 'certificateEnded', validUntil: 0, own: true }],
  namesMissing: [{ kind: 'namesMissing', hosts: ['192.168.7.1'], own: false }],
  certificatePinned: [{ kind: 'certificatePinned' }],
  certificateTrusted: [{ kind: 'certificateTrusted' }],
  certificateUnchecked: [{ kind: 'certificateUnchecked', seen: 'AB12' }],
  certificateUntrusted: [{ kind: 'certificateUntrusted', code: 'CERT_HAS_EXPIRED', seen: 'AB12' }],
  certificateDiffers: [{ kind: 'certificateDiffers', seen: 'AB12' }],
  noFirewall: [{ kind: 'noFirewall' }],
  portOpen: [{ kind: 'portOpen', program: 'ufw' }],
  discoveryClosed: [
    { kind: 'discoveryClosed', program: 'ufw', commands: ['sudo ufw allow 5353/udp'] },
    { kind: 'discoveryClosed', program: 'windows', commands: [] },
  ],
  portClosed: [
    { kind: 'portClosed', program: 'ufw', port: 9001, commands: ['sudo ufw allow 9001/tcp'] },
    { kind: 'portClosed', program: 'windows', port: 9001, commands: [] },
  ],
  portUncertain: [
    { kind: 'portUncertain', program: 'ufw', port: 9001, commands: ['sudo ufw allow 9001/tcp'] },
    { kind: 'portUncertain', program: 'mac', port: 9001, commands: [] },
  ],
  programBlocked: [
    { kind: 'programBlocked', program: 'windows' },
    { kind: 'programBlocked', program: 'mac' },
  ],
  allBlocked: [
    { kind: 'allBlocked', program: 'windows' },
    { kind: 'allBlocked', program: 'mac' },
  ],
  publicNetwork: [{ kind: 'publicNetwork', networks: ['Home'] }],
  firewallUnknown: [{ kind: 'firewallUnknown' }],
  packagesThere: [{ kind: 'packagesThere' }],
  packagesMissing: [{ kind: 'packagesMissing', names: ['better-sqlite3', '@node-rs/argon2'] }],
  databaseSound: [0, 1, 2_000].map((users) => ({ kind: 'databaseSound', path: 'accounts.sqlite', users })),
  databaseEmpty: [{ kind: 'databaseEmpty', path: 'accounts.sqlite' }],
  databaseOlder: [{ kind: 'databaseOlder', path: 'accounts.sqlite' }],
  databaseFails: (
    [
      ...(['busy', 'full', 'readOnly', 'unreachable'] as const),
      ...(['notADatabase', 'newerVersion', 'corrupt', 'missing'] as const),
    ] as const
  ).map((why) => ({ kind: 'databaseFails', path: 'accounts.sqlite', why, detail: 'It is away: EIO.' })),
  diskRoom: [{ kind: 'diskRoom', bytes: 2e9 }],
  diskLow: [{ kind: 'diskLow', bytes: 5e7 }],
  diskFull: [{ kind: 'diskFull', bytes: 0 }],
  diskUnknown: [{ kind: 'diskUnknown' }],
  licenceKeyGood: [{ kind: 'licenceKeyGood' }],
  licenceKeyBad: [{ kind: 'licenceKeyBad' }],
  licenceKeyPrivate: [{ kind: 'licenceKeyPrivate' }],
  mailReady: [{ kind: 'mailReady', server: 'smtp.example.org' }],
  mailFails: (
    [
      ...(['nameUnknown', 'noConnection', 'timedOut', 'certificate', 'notEncrypted'] as const),
      ...(['loginRefused', 'senderRefused', 'recipientRefused', 'refused'] as const),
    ] as const
  ).flatMap((trouble) =>
    ['', '550 No'].map((detail) => ({ kind: 'mailFails' as const, server: 'Postmark', trouble, detail })),
  ),
  mailSettingsBad: [{ kind: 'mailSettingsBad', detail: 'Give one of both.' }],
  natsReady: [true, false].map((encrypted) => ({ kind: 'natsReady', server: 'nats-1:4222', encrypted })),
  natsFails: (
    [
      ...(['nameUnknown', 'noConnection', 'timedOut', 'certificate', 'notEncrypted'] as const),
      ...(['loginRefused', 'shortMessages', 'refused'] as const),
    ] as const
  ).flatMap((trouble) =>
    ['', 'ECONNREFUSED'].map((detail) => ({
      ...{ kind: 'natsFails' as const, server: 'nats-1:4222' },
      ...{ trouble, detail },
    })),
  ),
  clusterSettingsBad: [{ kind: 'clusterSettingsBad', detail: 'Give one of both.' }],
  natsRightsThere: [{ kind: 'natsRightsThere' }],
  natsRightsMissing: [
    { kind: 'natsRightsMissing', name: 'relay', publish: ['relay.devices.nodes'], subscribe: [] },
    { kind: 'natsRightsMissing', name: 'relay', publish: [], subscribe: ['relay.tests.node.*'] },
  ],
  nodesHeard: [['ab01'], ['ab01', 'cd02']].map((ids) => ({ kind: 'nodesHeard', ids })),
  nodesNone: [{ kind: 'nodesNone', name: 'relay' }],
  clocksAgree: [{ kind: 'clocksAgree' }],
  clocksDiffer: [
    {
      kind: 'clocksDiffer',
      nodes: [
        { id: 'ab01', seconds: 1 },
        { id: 'cd02', seconds: -3_600 },
      ],
    },
  ],
};
