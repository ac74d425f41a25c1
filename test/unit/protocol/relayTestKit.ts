import { createHash } from 'node:crypto';
import { type DeviceKey, deviceKey, keyBytes } from '../../../main/protocol/deviceKey';
import type { Misaddressed, RelayEvent } from '../../../main/protocol/messages';
import type { Bytes } from '../../../main/protocol/netstring';
import {
  type Account,
  type AdmitDevice,
  type ConnId,
  createRelay,
  type DeviceReport,
  type RelayAction,
} from '../../../main/protocol/relay';

/** Devices are called by one letter; their keys are made of it. */
export const key = (name: string): DeviceKey => deviceKey(Buffer.alloc(32, name));
export const nameOf = (of: DeviceKey): string => String.fromCharCode(keyBytes(of)[0] ?? 0);

/** Another challenge for each connection, and the same one in each run. */
export const challengeOf = (conn: number): Bytes => createHash('sha256').update(`challenge ${conn}`).digest();

/** Stands in for Ed25519 where thousands of logins are needed: 64 bytes that depend on key and challenge. */
export const fakeSignature = (signer: DeviceKey, challenge: Bytes): Bytes =>
  createHash('sha512').update(signer).update(challenge).digest();

export const fakeVerify = (signer: DeviceKey, message: Bytes, signature: Bytes): boolean =>
  fakeSignature(signer, message).toString() === Buffer.from(signature).toString();

/** An event in words, for lists that can be read: `connected b`, `data a 6869`. */
export function inWords(event: RelayEvent): string {
  switch (event.kind) {
    case 'who':
    case 'authenticated':
      return event.kind;
    case 'data':
      return `data ${nameOf(event.key)} ${Buffer.from(event.data).toString('hex')}`;
    case 'error':
      return `${event.code}: ${event.message}`;
    default:
      return `${event.kind} ${nameOf(event.key)}`;
  }
}

/** One event for one connection. */
export type Sent = Omit<Extract<RelayAction, { kind: 'send' }>, 'kind'>;

/** Everything that is sent, each event to each by itself. */
export const sentBy = (action: RelayAction): Sent[] => {
  if (action.kind === 'send') return [action];
  if (action.kind !== 'enter' && action.kind !== 'exit') return [];
  const { kind, device, others } = action;
  const here = others.map(({ key }): Sent => ({ to: device.conn, event: { kind: 'entered', key } }));
  const event: RelayEvent = { kind: kind === 'enter' ? 'entered' : 'exited', key: device.key };
  return [...(kind === 'enter' ? here : []), ...others.map(({ conn }): Sent => ({ to: conn, event }))];
};

/** What the sockets would see, in order; reports are for people, and left out. */
export const traffic = (actions: readonly RelayAction[]): string[] =>
  actions.flatMap((action) => {
    const sent = sentBy(action).map(({ to, event }) => `${to} < ${inWords(event)}`);
    if (sent.length > 0) return sent;
    return action.kind === 'close' ? [`${action.conn} closed: ${action.why}`] : [];
  });

/** A relay with short ways to say what happens to it. Every method gives what happened then. */
export function createDesk(admit?: AdmitDevice) {
  const relay = createRelay(fakeVerify, admit);
  const facts: DeviceReport[] = [];
  let last = 0;

  const note = (actions: readonly RelayAction[]) => {
    for (const action of actions) if (action.kind === 'report') facts.push(action.report);
    return traffic(actions);
  };
  const received = (conn: number, command: Parameters<typeof relay.received>[1]) =>
    note(relay.received(conn as ConnId, command));

  return {
    /** Everything that was reported so far. */
    facts,
    open(conn: number, account = 'home') {
      last = Math.max(last, conn);
      return note(relay.opened(conn as ConnId, account as Account, challengeOf(conn)));
    },
    /** Answers the challenge; `challenge` is that of another connection where the answer is meant to be wrong. */
    iam: (conn: number, name: string, challenge = conn) =>
      received(conn, {
        kind: 'iam',
        signature: fakeSignature(key(name), challengeOf(challenge)),
        key: key(name),
      }),
    connect: (conn: number, name: string) => received(conn, { kind: 'connect', key: key(name) }),
    disconnect: (conn: number, name: string) => received(conn, { kind: 'disconnect', key: key(name) }),
    send: (conn: number, name: string, data: string) =>
      received(conn, { kind: 'sendData', key: key(name), data: Buffer.from(data) }),
    /** A command that names a key of a wrong length. */
    misaddressed: (conn: number, command: Misaddressed['command']) =>
      received(conn, { kind: 'misaddressed', command }),
    gone: (conn: number) => note(relay.gone(conn as ConnId)),
    expelled: (name: string) => note(relay.expelled(key(name))),
    /** Opens connections 1, 2, 3… for these devices and authenticates them. */
    login(names: string, account = 'home') {
      for (const name of names) {
        this.open(++last, account);
        this.iam(last, name);
      }
    },
    /** Both ask for each other. */
    link(a: number, nameOfA: string, b: number, nameOfB: string) {
      this.connect(a, nameOfB);
      this.connect(b, nameOfA);
    },
  };
}

/** A relay where `a` and `b`, connections 1 and 2, are connected. */
export function linkedPair() {
  const newApp = createDesk();
  newApp.login('ab');
  newApp.link(1, 'a', 2, 'b');
  return newApp;
}
