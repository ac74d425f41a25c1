import { expect, test } from '@playwright/test';
import type { Account, ConnId } from '../../../main/protocol/relay';
import { ManualClock } from '../../helpers/manualClock';
import { MemoryHub } from '../../helpers/memoryExchange';
import { type PlayedDevice, PlayedNode } from '../../helpers/playedNodes';
import { Random } from '../../helpers/random';
import { challengeOf, fakeSignature, fakeVerify, inWords, key } from '../protocol/relayTestKit';

// Single moments of what devices at two nodes live through together.

function stage() {
  const [hub, clock, random] = [new MemoryHub(), new ManualClock(), new Random(1)];
  const closed: number[] = [];
  const onClosed = (conn: ConnId) => void closed.push(conn);
  const start = (ahead = 0) => new PlayedNode({ hub, clock, random, verify: fakeVerify, onClosed }, ahead);
  const [one, two] = [start(), start()];
  const int = (below: number) => random.int(below);
  const settle = () => hub.settle(int);
  settle();
  let conns = 0;

  function login(node: PlayedNode, name: string, account = 'home') {
    const conn = ++conns as ConnId;
    // No two at one moment.
    clock.pass(1);
    const heard: string[] = [];
    const device: PlayedDevice = {
      ...{ conn, account: account as Account, node },
      hears: (event) => void heard.push(inWords(event)),
      ...{ held: new Set(), slow: undefined },
    };
    node.open(device, challengeOf(conn));
    node.iam(device, key(name), fakeSignature(key(name), challengeOf(conn)));
    return {
      ...{ device, heard },
      ask: (kind: 'connect' | 'disconnect', other: string) => node.command(device, { kind, key: key(other) }),
      send: (other: string, text: string) =>
        node.command(device, { kind: 'sendData', key: key(other), data: Buffer.from(text) }),
      go: () => node.gone(device),
    };
  }

  return {
    ...{ hub, clock, start, one, two, closed, settle, login },
    /** Lets things get on just so far. */
    until(isSo: () => boolean) {
      while (!isSo()) if (!hub.step(int)) throw new Error('it did not come to that');
    },
  };
}

const hex = (text: string) => Buffer.from(text).toString('hex');

test('what a device says to one that is linked with it already comes, though it has not heard of that and goes', () => {
  const { one, two, login, settle, until } = stage();
  const [a, b] = [login(one, 'a'), login(two, 'b')];
  settle();
  a.ask('connect', 'b');
  b.ask('connect', 'a');
  until(() => b.heard.includes('connected a'));
  expect(a.heard).not.toContain('connected b');
  a.send('b', 'last');
  a.send('b', 'words');
  a.go();
  settle();
  expect(b.heard.slice(-4)).toEqual([
    `data a ${hex('last')}`,
    `data a ${hex('words')}`,
    'disconnected a',
    'exited a',
  ]);
});

test('data for one with whom there will be no link is refused after a while, and what follows in order', () => {
  const { one, two, login, settle, clock } = stage();
  const [a] = [login(one, 'a'), login(two, 'b')];
  settle();
  a.ask('connect', 'b');
  a.send('b', 'too early');
  settle();
  expect(a.heard.slice(-1)).toEqual(['entered b']);
  expect(a.device.held.size).toBe(1);
  a.ask('connect', 'a');
  clock.pass(1_000);
  settle();
  expect(a.heard.slice(-2)).toEqual(['Generic: No such connection', "Generic: Can't connect to self"]);
  expect(a.device.held.size).toBe(0);
});

test('data for one that is here does not wait, though it was asked for elsewhere a moment ago', () => {
  const { one, login, settle } = stage();
  const b = login(one, 'b');
  b.ask('connect', 'a');
  const a = login(one, 'a');
  a.ask('connect', 'b');
  b.send('a', 'hi');
  expect(a.heard.slice(-1)).toEqual([`data b ${hex('hi')}`]);
  settle();
});

test('an older login elsewhere that has not heard of the newer one is not linked, and ends', () => {
  const { hub, one, two, login, settle, closed } = stage();
  const old = login(two, 'b', 'office');
  const a = login(one, 'a');
  settle();
  hub.carries = () => false;
  const fresh = login(one, 'b', 'office');
  while (hub.step(() => 0));
  hub.carries = () => true;
  a.ask('connect', 'b');
  fresh.ask('connect', 'a');
  expect(a.heard.slice(-1)).toEqual(['connected b']);
  old.ask('connect', 'a');
  settle();
  expect(a.heard.filter((line) => line === 'connected b')).toHaveLength(1);
  expect(closed).toEqual([old.device.conn]);
  expect(fresh.heard.slice(-1)).toEqual(['connected a']);
});

test('a link that was offered by an older login is refused where the newer one is', () => {
  const { one, two, login, settle, until, closed } = stage();
  const [old, b] = [login(one, 'a'), login(two, 'b')];
  settle();
  old.ask('connect', 'b');
  settle();
  const { kept } = one.relay;
  b.ask('connect', 'a');
  until(() => one.relay.kept > kept);
  const fresh = login(two, 'a');
  fresh.ask('connect', 'b');
  expect(b.heard.slice(-1)).toEqual(['connected a']);
  settle();
  expect(b.heard.filter((line) => line.endsWith('connected a'))).toEqual(['connected a']);
  expect(closed).toEqual([old.device.conn]);
});

test('a device that comes from a node that is no more, whose clock was ahead, is found again', () => {
  const { one, start, login, settle, clock } = stage();
  const [ahead, behind] = [start(20), start(-20)];
  settle();
  const a = login(one, 'a');
  const before = [login(ahead, 'b'), login(ahead, 'c', 'office')];
  settle();
  for (const name of 'bc') a.ask('connect', name);
  for (const device of before) device.ask('connect', 'a');
  settle();
  expect(a.heard.slice(-3).sort()).toEqual(['connected b', 'connected c', 'entered b']);
  ahead.stop(false);
  for (const device of [login(behind, 'b'), login(behind, 'c', 'office')]) device.ask('connect', 'a');
  for (let second = 0; second < 10; second++) {
    settle();
    clock.pass(1_000);
  }
  settle();
  expect(a.heard.slice(-6, -3).sort()).toEqual(['disconnected b', 'disconnected c', 'exited b']);
  expect(a.heard.slice(-3).sort()).toEqual(['connected b', 'connected c', 'entered b']);
});

test('more devices of an account than go into one message are all told of', () => {
  const { one, two, login, settle } = stage();
  // One character each, of which there are enough.
  const names = Array.from({ length: 700 }, (_, index) => String.fromCodePoint(0x4e00 + index));
  const first = login(two, 'z');
  settle();
  for (const name of names) login(one, name, 'crowd');
  settle();
  const late = login(two, 'y', 'crowd');
  settle();
  expect(late.heard.filter((line) => line.startsWith('entered'))).toHaveLength(names.length);
  expect(first.heard).toEqual([expect.stringMatching('who'), 'authenticated']);
});

test('a slow receiver makes the sender wait, across nodes, and all comes when it takes it', () => {
  const { one, two, login, settle } = stage();
  const [a, b] = [login(one, 'a'), login(two, 'b')];
  settle();
  a.ask('connect', 'b');
  b.ask('connect', 'a');
  settle();
  b.device.slow = new Set();
  let sent = 0;
  while (a.device.held.size === 0) {
    a.send('b', 'x'.repeat(50_000));
    sent += 1;
    settle();
    if (sent > 100) throw new Error('it is never made to wait');
  }
  two.takes(b.device);
  settle();
  expect(a.device.held.size).toBe(0);
  expect(b.heard.filter((line) => line.startsWith('data'))).toHaveLength(sent);
});

test('more for one node than may be on its way makes all wait that send there, and none who has gone', () => {
  const { one, two, login, settle } = stage();
  const pairs = [...'abcdefghijklm'].map(
    (name) => [login(one, name), login(two, name.toUpperCase())] as const,
  );
  settle();
  for (const [index, [from, to]] of pairs.entries()) {
    const name = 'abcdefghijklm'[index] ?? '';
    from.ask('connect', name.toUpperCase());
    to.ask('connect', name);
  }
  settle();
  const large = 'x'.repeat(900_000);
  for (const [index, [from]] of pairs.entries()) from.send('ABCDEFGHIJKLM'[index] ?? '', large);
  // Each has used up its link's window, and the last ones that of the node as well.
  expect(new Set(pairs.map(([{ device }]) => device.held.size))).toEqual(new Set([1, 2]));
  pairs.at(-1)?.[0].go();
  settle();
  for (const [{ device }] of pairs.slice(0, -1)) expect(device.held.size).toBe(0);
  for (const [from, to] of pairs) for (const end of [from, to]) end.go();
  settle();
  expect([one.relay.kept, two.relay.kept]).toEqual([0, 0]);
});

test.describe('who closes is answered when what it sent', () => {
  function linked() {
    const { one, two, login, settle, ...more } = stage();
    const [a, b] = [login(one, 'a'), login(two, 'b')];
    settle();
    a.ask('connect', 'b');
    b.ask('connect', 'a');
    settle();
    let isPassedOn = false;
    const close = () =>
      one.relay.whenPassedOn(a.device.conn, () => {
        isPassedOn = true;
      });
    return { ...more, one, two, a, b, settle, login, close, isPassedOn: () => isPassedOn };
  }

  test('has come to the other one', () => {
    const { a, b, close, until, isPassedOn } = linked();
    a.send('b', 'last');
    expect(close()).toBe(true);
    until(isPassedOn);
    expect(b.heard.slice(-1)).toEqual([`data a ${hex('last')}`]);
  });

  test('cannot come, and it has heard that the other one is gone', () => {
    const { a, b, close, until, isPassedOn } = linked();
    b.go();
    a.send('b', 'last');
    expect(close()).toBe(true);
    until(isPassedOn);
    expect(a.heard).toContain('disconnected b');
  });

  test('cannot come, since the other one’s node is no more', () => {
    const { two, a, close, clock, settle, isPassedOn } = linked();
    two.stop(false);
    a.send('b', 'last');
    expect(close()).toBe(true);
    settle();
    expect(isPassedOn()).toBe(false);
    clock.pass(10_000);
    expect(isPassedOn()).toBe(true);
    expect(a.heard).toContain('disconnected b');
  });

  test('went to nobody elsewhere: at once', () => {
    const { one, login } = stage();
    const [a, b] = [login(one, 'a'), login(one, 'b')];
    a.ask('connect', 'b');
    b.ask('connect', 'a');
    expect(one.relay.whenPassedOn(a.device.conn, () => undefined)).toBe(false);
  });
});
