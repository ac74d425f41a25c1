import fc from 'fast-check';
import type { LogEvent } from '../../preload/logEntry';

/** Texts as a hostile peer's libraries might give them: line ends, escapes, reversed text, halves, and a lot of it. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '\r\n',
        '\u001b[31m',
        '\u001b]0;title\u0007',
        '\u202e',
        '\u2028',
        '\ud83d',
        '\u0000',
        '\u0085',
        'ERR_SSL',
        ' ',
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join('')),
  fc.constantFrom('x'.repeat(500_000), '\u001b[2J'.repeat(10_000), '😀'.repeat(5_000)),
);

const conn = fc.nat(5_000);
const key = fc.oneof(hostileText, fc.constant('b2WnAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAr9Ls='));

const kind = <K extends LogEvent['kind']>(name: K) => fc.constant(name);

/** Every kind of event, with anything for its texts. */
export const logEvents: fc.Arbitrary<LogEvent> = fc.oneof(
  fc.record({ kind: kind('started'), port: fc.nat(65_535), tls: fc.boolean() }),
  fc.record({ kind: kind('stopped') }),
  fc.record({
    kind: kind('notStarted'),
    problem: fc.oneof(
      fc.record({
        kind: fc.constant('portInUse' as const),
        port: fc.nat(65_535),
        nextFree: fc.constant(undefined),
        owner: hostileText,
      }),
      fc.record({ kind: fc.constant('cannotListen' as const), code: hostileText }),
    ),
  }),
  fc.record({
    kind: kind('crowded'),
    from: hostileText,
    reason: fc.constantFrom('too many connections', 'too many from one address', 'made room'),
  }),
  fc.record({
    kind: kind('loginRefused'),
    from: hostileText,
    reason: fc.constantFrom(
      ...(['missing', 'malformed', 'wrong', 'blocked', 'foreign page'] as const),
      ...(['unknown user', 'not verified', 'blocked user', 'licence refused'] as const),
    ),
  }),
  fc.record({ kind: fc.constantFrom('opened', 'testDeviceOpened'), conn, from: hostileText }),
  fc.record({ kind: kind('authenticated'), conn, key, from: hostileText }),
  fc.record({ kind: kind('signatureRefused'), conn, key }),
  fc.record({
    kind: kind('notAdmitted'),
    conn,
    key,
    from: hostileText,
    why: fc.constantFrom('blocked', 'unknown'),
  }),
  fc.record({ kind: kind('left'), conn, key, replaced: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('linked', 'unlinked'), keys: fc.tuple(key, key) }),
  fc.record({ kind: kind('delivered'), key, bytes: fc.nat() }),
  fc.record({ kind: kind('quiet') }),
  fc.record({ kind: kind('silent'), key, minutes: fc.nat(10_000) }),
  fc.record({ kind: kind('malformed'), conn, reason: hostileText }),
  fc.record({
    kind: kind('givenUp'),
    conn,
    why: fc.constantFrom('not in time', 'too slow', 'silent', 'unfinished'),
  }),
  fc.record({ kind: kind('closed'), conn, code: fc.nat(5_000) }),
  fc.record({ kind: fc.constantFrom('socketFailed', 'tlsFailed'), from: hostileText, code: hostileText }),
  fc.record({ kind: kind('listenerFailed'), code: hostileText }),
  fc.record({ kind: kind('advertised'), name: hostileText }),
  fc.record({
    kind: kind('advertisingFailed'),
    trouble: fc.record({ kind: fc.constant('noMulticast' as const), code: hostileText }),
  }),
  fc.record({ kind: kind('more'), count: fc.nat() }),
);
