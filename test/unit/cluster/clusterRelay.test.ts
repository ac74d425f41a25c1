import { expect, test } from '@playwright/test';
import { hex, stage } from './stage';

// Single moments of what devices at two nodes live through together.

/** Two devices at two nodes, of which b has heard that they are linked, and a not yet. */
function linkedForOne() {
  const { one, two, login, settle, until } = stage();
  const [a, b] = [login(one, 'a'), login(two, 'b')];
  settle();
  a.ask('connect', 'b');
  b.ask('connect', 'a');
  until(() => b.heard.includes('connected a'));
  expect(a.heard).not.toContain('connected b');
  return { a, b, settle };
}

test('what a device says to one that is linked with it already comes, though it has not heard of that and goes', () => {
  const { a, b, settle } = linkedForOne();
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

test('data for one of several that were asked for at once waits for its link', () => {
  const { one, two, login, settle } = stage();
  const [a, b] = [login(one, 'a'), login(two, 'b')];
  settle();
  b.ask('connect', 'a');
  settle();
  for (const name of 'bcd') a.ask('connect', name);
  a.send('b', 'hi');
  settle();
  expect(a.heard.slice(-1)).toEqual(['connected b']);
  expect(b.heard.slice(-2)).toEqual(['connected a', `data a ${hex('hi')}`]);
});

test('who ends a link of which the other one has heard alone hears of both as well', () => {
  const { a, b, settle } = linkedForOne();
  a.ask('disconnect', 'b');
  settle();
  expect(a.heard.slice(-2)).toEqual(['connected b', 'disconnected b']);
  expect(b.heard.slice(-2)).toEqual(['connected a', 'disconnected a']);
});

test('a request that ends before the other one has asked is over at once', () => {
  const { one, two, login, settle } = stage();
  const [a, b] = [login(one, 'a'), login(two, 'b')];
  settle();
  a.ask('connect', 'b');
  a.ask('disconnect', 'b');
  a.send('b', 'too late');
  expect(a.heard.slice(-1)).toEqual(['Generic: No such connection']);
  b.ask('connect', 'a');
  settle();
  expect(b.heard.slice(-1)).toEqual(['entered a']);
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

test('names of nodes that are none, however many, do not keep a node out', () => {
  const { hub, one, start, settle } = stage();
  const stranger = hub.connect();
  for (let number = 0; number < 1_500; number++) {
    const node = number.toString(16).padStart(16, '0');
    stranger.publish('played.nodes', Buffer.from(JSON.stringify({ kind: 'alive', node, last: 0, time: 0 })));
  }
  settle();
  start();
  settle();
  expect(one.relay.mesh.up()).toHaveLength(2);
});
