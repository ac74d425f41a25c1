import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import {
  type Account,
  type ConnId,
  createRelay,
  type Relay,
  type RelayAction,
} from '../../../main/protocol/relay';
import { type Expected, RelayModel, SOME_ERROR, type Step } from '../../helpers/relayModel';
import { challengeOf, fakeSignature, fakeVerify, inWords, key, sentBy } from './relayTestKit';
import { RelayWatcher } from './relayWatcher';

/** Few enough that devices meet, ask for each other and replace each other all the time. */
const NAMES = [...'abcde'];
const ACCOUNTS = ['home', 'home', 'office'];

const names = fc.constantFrom(...NAMES);
const accounts = fc.constantFrom(...ACCOUNTS);
/** Whom something happens to: one of those that are open, or now and then any that ever was. */
const whom = fc.record({
  at: fc.nat(),
  ever: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

/** A wish; what becomes of it depends on which connections there are by then. */
const wishes = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('login' as const), account: accounts, name: names }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('open' as const), account: accounts }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('iam' as const),
      whom,
      name: names,
      signed: fc.constantFrom('well', 'at random', 'for another connection', 'by another key'),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('connect' as const), whom, name: names }) },
  // Chance alone seldom lets two ask for each other and then talk before one of them is replaced.
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pair' as const), whom, other: whom }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('talk' as const), whom, other: whom }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('disconnect' as const), whom, name: names }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('sendData' as const),
      whom,
      name: names,
      data: fc.uint8Array({ maxLength: 8 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('gone' as const), whom }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('letIn' as const, 'keepOut' as const, 'expelled' as const),
      name: names,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('accountExpelled' as const), account: accounts }),
  },
);
type Wish = typeof wishes extends fc.Arbitrary<infer W> ? W : never;

/** One relay, its model and its watcher, which live through the same things. */
class History {
  readonly watcher = new RelayWatcher();
  private readonly keptOut = new Set<string>();
  private readonly relay: Relay = createRelay(fakeVerify, (of) =>
    this.keptOut.has(of) ? 'blocked' : 'admitted',
  );
  private readonly model = new RelayModel();
  private conns = 0;

  follow(wish: Wish): void {
    if (wish.kind === 'login' || wish.kind === 'open') {
      const conn = this.open(wish.account);
      if (wish.kind === 'login') this.iam(conn, wish.name, 'well');
      return;
    }
    if (wish.kind === 'accountExpelled') {
      this.expel(wish.account);
      return;
    }
    if (!('whom' in wish)) {
      this.decide(wish.kind, wish.name);
      return;
    }
    const conn = this.find(wish.whom);
    if (conn === undefined) return;
    if (wish.kind === 'iam') this.iam(conn, wish.name, wish.signed);
    else if (wish.kind === 'gone') this.gone(conn);
    else if (wish.kind === 'sendData') this.sendData(conn, wish.name, wish.data);
    else if (wish.kind === 'pair' || wish.kind === 'talk')
      this.meet(wish.kind, conn, this.find(wish.other) ?? conn);
    else this.ask(wish.kind, conn, wish.name);
  }

  private meet(what: 'pair' | 'talk', conn: number, other: number): void {
    const [name, otherName] = [this.model.nameOf(conn) ?? 'a', this.model.nameOf(other) ?? 'b'];
    if (what === 'talk') {
      this.sendData(conn, otherName, Buffer.from(`${name} to ${otherName}`));
    } else {
      this.ask('connect', conn, otherName);
      this.ask('connect', other, name);
    }
  }

  private decide(kind: 'letIn' | 'keepOut' | 'expelled', name: string): void {
    if (kind === 'letIn') this.keptOut.delete(key(name));
    if (kind === 'keepOut') this.keptOut.add(key(name));
    this.check({ kind, name }, kind === 'expelled' ? this.relay.expelled(key(name)) : []);
  }

  private expel(account: string): void {
    const meant = this.relay.connectionsOf(account as Account);
    const actions = this.relay.accountExpelled(account as Account);
    const closed = actions.flatMap((action) => (action.kind === 'close' ? [action.conn] : []));
    assert.deepEqual([...meant].sort(), closed.sort(), 'those of the account are closed');
    this.check({ kind: 'accountExpelled', account }, actions);
  }

  /** Everybody leaves; whoever comes afterwards must find a relay that remembers nothing. */
  end(): void {
    for (const conn of [...this.model.open]) this.gone(conn);
    for (let conn = 1; conn <= this.conns; conn++) this.gone(conn);
    for (const name of NAMES) this.decide('expelled', name);
    for (const name of NAMES) this.decide('letIn', name);
    for (const account of ACCOUNTS) this.expel(account);
    const fresh = NAMES.map((name) => {
      const conn = this.open('home');
      this.iam(conn, name, 'well');
      return { conn, name };
    });
    // Asked for from one side only: a request that outlived its owner would answer here.
    for (const [i, { conn }] of fresh.entries())
      for (const { name } of fresh.slice(i + 1)) this.ask('connect', conn, name);
    for (const { conn } of fresh) for (const name of NAMES) this.sendData(conn, name, Uint8Array.of(1));
  }

  private find({ at, ever }: { at: number; ever: boolean }): number | undefined {
    if (ever) return this.conns === 0 ? undefined : (at % this.conns) + 1;
    return this.model.open[at % Math.max(1, this.model.open.length)];
  }

  private open(account: string): number {
    const conn = ++this.conns;
    this.check(
      { kind: 'opened', conn, account },
      this.relay.opened(conn as ConnId, account as Account, challengeOf(conn)),
    );
    return conn;
  }

  private iam(conn: number, name: string, signed: string): void {
    const challenge = challengeOf(signed === 'for another connection' ? conn + 1 : conn);
    const signer = key(signed === 'by another key' ? name.toUpperCase() : name);
    const signature = signed === 'at random' ? new Uint8Array(64) : fakeSignature(signer, challenge);
    this.check(
      { kind: 'iam', conn, name, good: signed === 'well' },
      this.relay.received(conn as ConnId, { kind: 'iam', key: key(name), signature }),
    );
  }

  private ask(kind: 'connect' | 'disconnect', conn: number, name: string): void {
    this.check({ kind, conn, name }, this.relay.received(conn as ConnId, { kind, key: key(name) }));
  }

  private sendData(conn: number, name: string, data: Uint8Array): void {
    // As it was sent: the relay must not have altered the bytes by the time they are looked at.
    const hex = Buffer.from(data).toString('hex');
    this.check(
      { kind: 'sendData', conn, name, hex },
      this.relay.received(conn as ConnId, { kind: 'sendData', key: key(name), data }),
    );
  }

  private gone(conn: number): void {
    this.check({ kind: 'gone', conn }, this.relay.gone(conn as ConnId));
  }

  private check(step: Step, actions: readonly RelayAction[]): void {
    const expected = asLists(this.model.step(step));
    const found = inOrderOfEach(actions);
    // In which order an account's devices go is nobody's affair.
    const inOrder = step.kind === 'accountExpelled' ? inAnyOrder : (same: typeof found) => same;
    assert.deepEqual(inOrder(found), inOrder(expected), JSON.stringify(step));
    this.watcher.after(step, actions);
  }
}

const FIXED_ERRORS = new Set([
  'Generic: Invalid signature',
  "Generic: Can't connect to self",
  'Generic: Connection forbidden',
  'Generic: Sending forbidden',
  'Generic: No such connection',
  'Generic: This device is blocked',
]);

/** What each connection sees, in its order: the only order that anyone can see. */
function inOrderOfEach(actions: readonly RelayAction[]) {
  const sent = new Map<number, string[]>();
  const closed: number[] = [];
  for (const action of actions) {
    if (action.kind === 'close') closed.push(action.conn);
    for (const { to, event } of sentBy(action)) {
      const line = inWords(event);
      const known = event.kind !== 'error' || FIXED_ERRORS.has(line);
      sent.set(to, [...(sent.get(to) ?? []), known ? line : SOME_ERROR]);
    }
  }
  // One that comes is told who is there already in any order; what comes before that is fixed.
  for (const [conn, lines] of sent)
    if (lines[0] === 'authenticated') sent.set(conn, ['authenticated', ...lines.slice(1).sort()]);
  return asLists({ sent, closed });
}

const inAnyOrder = ({ sent, closed }: ReturnType<typeof asLists>) => ({
  sent: sent.map(([conn, lines]): [number, readonly string[]] => [conn, [...lines].sort()]),
  closed,
});

const asLists = ({ sent, closed }: Expected) => ({
  sent: [...sent].sort(([a], [b]) => a - b),
  closed: [...closed].sort(),
});

test('any history of any devices goes as the protocol says, and leaves nothing behind', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(wishes, { maxLength: 400, size: 'max' }), (history) => {
      const run = new History();
      for (const wish of history) run.follow(wish);
      run.end();
      for (const [what, times] of run.watcher.seen) seen.set(what, (seen.get(what) ?? 0) + times);
    }),
    { numRuns: 300 },
  );
  // Histories in which nothing much happens would prove nothing.
  for (const what of [
    'who',
    'authenticated',
    'entered',
    'exited',
    'connected',
    'disconnected',
    'data',
    'error',
    'replaced',
    'replaced while connected',
    'turned away',
    'expelled',
    'expelled while connected',
    'expelled as a stranger',
  ])
    expect(seen.get(what) ?? 0, what).toBeGreaterThan(30);
});

test('the checks can fail: a relay that forgets to tell is found out', () => {
  const watcher = new RelayWatcher();
  const model = new RelayModel();
  const step: Step = { kind: 'opened', conn: 1, account: 'home' };
  expect(asLists(model.step(step))).toEqual({ sent: [[1, ['who']]], closed: [] });
  expect(() => watcher.after(step, [])).toThrow('everyone is asked');
});
