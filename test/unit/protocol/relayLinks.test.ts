import { expect, test } from '@playwright/test';
import { createDesk, linkedPair } from './relayTestKit';

test.describe('3: Connect', () => {
  test('is answered by nothing until both have asked; then both are told', () => {
    const newApp = createDesk();
    newApp.login('ab');
    expect(newApp.connect(1, 'b')).toEqual([]);
    expect(newApp.connect(2, 'a').sort()).toEqual(['1 < connected b', '2 < connected a']);
  });

  test('may come before the other one is there', () => {
    const newApp = createDesk();
    newApp.login('a');
    expect(newApp.connect(1, 'b')).toEqual([]);
    newApp.open(2);
    // Coming is not asking.
    expect(newApp.iam(2, 'b')).toEqual(['2 < authenticated', '2 < entered a', '1 < entered b']);
    expect(newApp.connect(2, 'a').sort()).toEqual(['1 < connected b', '2 < connected a']);
  });

  test('again, from either side, changes nothing: before and after the connection', () => {
    const newApp = createDesk();
    newApp.login('ab');
    newApp.connect(1, 'b');
    expect(newApp.connect(1, 'b')).toEqual([]);
    newApp.connect(2, 'a');
    expect(newApp.connect(1, 'b')).toEqual([]);
    expect(newApp.connect(2, 'a')).toEqual([]);
    expect(newApp.send(1, 'b', 'hi')).toEqual(['2 < data a 6869']);
    // Asked for twice, ended by one Disconnect all the same.
    newApp.disconnect(1, 'b');
    expect(newApp.connect(2, 'a')).toEqual([]);
  });

  test('to two others makes two connections, each of its own', () => {
    const newApp = createDesk();
    newApp.login('abc');
    newApp.link(1, 'a', 2, 'b');
    newApp.connect(1, 'c');
    expect(newApp.connect(3, 'a').sort()).toEqual(['1 < connected c', '3 < connected a']);
    expect(newApp.disconnect(1, 'b').sort()).toEqual(['1 < disconnected b', '2 < disconnected a']);
    expect(newApp.send(3, 'a', 'hi')).toEqual(['1 < data c 6869']);
    expect(newApp.send(2, 'c', 'hi')).toEqual(['2 < Generic: No such connection']);
  });

  test('by two to a third does not connect the two', () => {
    const newApp = createDesk();
    newApp.login('abc');
    newApp.connect(1, 'c');
    expect(newApp.connect(2, 'c')).toEqual([]);
    expect(newApp.connect(2, 'a')).toEqual([]);
  });

  test('Can’t connect to self', () => {
    const newApp = createDesk();
    newApp.login('a');
    for (let i = 0; i < 2; i++)
      expect(newApp.connect(1, 'a')).toEqual(["1 < Generic: Can't connect to self"]);
    expect(newApp.send(1, 'a', 'hi')).toEqual(['1 < Generic: No such connection']);
    expect(newApp.disconnect(1, 'a')).toEqual([]);
  });

  test('Connection forbidden before authentication; such a request does not stand', () => {
    const newApp = createDesk();
    newApp.login('b');
    newApp.connect(1, 'a');
    newApp.open(2);
    expect(newApp.connect(2, 'b')).toEqual(['2 < Generic: Connection forbidden']);
    expect(newApp.iam(2, 'a')).toEqual(['2 < authenticated', '2 < entered b', '1 < entered a']);
    expect(newApp.connect(2, 'b').sort()).toEqual(['1 < connected a', '2 < connected b']);
  });

  test('reaches devices of other accounts, which remain unseen', () => {
    const newApp = createDesk();
    newApp.login('a', 'home');
    newApp.login('b', 'office');
    newApp.connect(1, 'b');
    expect(newApp.connect(2, 'a').sort()).toEqual(['1 < connected b', '2 < connected a']);
    expect(newApp.send(1, 'b', 'hi')).toEqual(['2 < data a 6869']);
    expect(newApp.gone(2)).toEqual(['1 < disconnected b']);
  });
});

test.describe('3: a standing request', () => {
  test('outlives the other’s Disconnect', () => {
    const newApp = linkedPair();
    newApp.disconnect(2, 'a');
    expect(newApp.connect(2, 'a').sort()).toEqual(['1 < connected b', '2 < connected a']);
  });

  test('outlives the other’s Disconnect before there was a connection', () => {
    const newApp = createDesk();
    newApp.login('ab');
    newApp.connect(1, 'b');
    expect(newApp.disconnect(2, 'a')).toEqual([]);
    expect(newApp.connect(2, 'a').sort()).toEqual(['1 < connected b', '2 < connected a']);
  });

  test('outlives the other’s going away and coming back', () => {
    const newApp = linkedPair();
    newApp.gone(2);
    newApp.open(3);
    // Not connected by coming back: the one that went has to ask anew.
    expect(newApp.iam(3, 'b')).toEqual(['3 < authenticated', '3 < entered a', '1 < entered b']);
    expect(newApp.send(1, 'b', 'hi')).toEqual(['1 < Generic: No such connection']);
    expect(newApp.connect(3, 'a').sort()).toEqual(['1 < connected b', '3 < connected a']);
  });

  test('outlives the other’s going and coming many times, also when it never asked', () => {
    const newApp = createDesk();
    newApp.login('a');
    newApp.connect(1, 'b');
    for (const conn of [2, 3, 4]) {
      newApp.login('b');
      newApp.gone(conn);
    }
    newApp.login('b');
    expect(newApp.connect(5, 'a').sort()).toEqual(['1 < connected b', '5 < connected a']);
  });

  test('ends with one’s own Disconnect, connected or not', () => {
    for (const connected of [true, false]) {
      const newApp = connected ? linkedPair() : createDesk();
      if (!connected) {
        newApp.login('ab');
        newApp.connect(1, 'b');
      }
      newApp.disconnect(1, 'b');
      expect(newApp.connect(2, 'a')).toEqual([]);
      expect(newApp.connect(1, 'b').sort()).toEqual(['1 < connected b', '2 < connected a']);
    }
  });

  test('ends with one’s own Disconnect while the other is away', () => {
    const newApp = linkedPair();
    newApp.gone(2);
    expect(newApp.disconnect(1, 'b')).toEqual([]);
    newApp.login('b');
    expect(newApp.connect(3, 'a')).toEqual([]);
  });

  test('ends with one’s own going away', () => {
    const newApp = createDesk();
    newApp.login('ab');
    newApp.connect(1, 'b');
    newApp.gone(1);
    newApp.login('a');
    expect(newApp.connect(2, 'a')).toEqual([]);
    expect(newApp.connect(3, 'b').sort()).toEqual(['2 < connected a', '3 < connected b']);
  });

  test('of those who both went away is forgotten on both sides', () => {
    const newApp = linkedPair();
    newApp.gone(1);
    newApp.gone(2);
    newApp.login('ab');
    expect(newApp.connect(3, 'b')).toEqual([]);
    expect(newApp.connect(4, 'a').sort()).toEqual(['3 < connected b', '4 < connected a']);
  });
});

test.describe('4: Disconnect', () => {
  test('tells both sides, once', () => {
    const newApp = linkedPair();
    expect(newApp.disconnect(1, 'b').sort()).toEqual(['1 < disconnected b', '2 < disconnected a']);
    expect(newApp.disconnect(1, 'b')).toEqual([]);
    expect(newApp.disconnect(2, 'a')).toEqual([]);
  });

  test('of what was never connected does nothing', () => {
    const newApp = createDesk();
    newApp.login('ab');
    for (const name of ['a', 'b', 'z']) expect(newApp.disconnect(1, name)).toEqual([]);
    newApp.open(3);
    expect(newApp.disconnect(3, 'a')).toEqual([]);
  });

  test('by one not authenticated does not touch the connection of others', () => {
    const newApp = linkedPair();
    newApp.open(3);
    expect(newApp.disconnect(3, 'a')).toEqual([]);
    expect(newApp.send(1, 'b', 'hi')).toEqual(['2 < data a 6869']);
  });
});

test.describe('6: going away', () => {
  test('peers get Disconnected first, then everyone in the channel Exited', () => {
    const newApp = createDesk();
    newApp.login('abc');
    newApp.link(1, 'a', 2, 'b');
    const told = newApp.gone(1);
    expect(told[0]).toBe('2 < disconnected a');
    expect(told.slice(1).sort()).toEqual(['2 < exited a', '3 < exited a']);
  });

  test('all peers get Disconnected before anyone gets Exited', () => {
    const newApp = createDesk();
    newApp.login('abcd');
    for (const [conn, name] of [
      [2, 'b'],
      [3, 'c'],
      [4, 'd'],
    ] as const)
      newApp.link(1, 'a', conn, name);
    const told = newApp.gone(1);
    expect(told.slice(0, 3).sort()).toEqual([
      '2 < disconnected a',
      '3 < disconnected a',
      '4 < disconnected a',
    ]);
    expect(told.slice(3).sort()).toEqual(['2 < exited a', '3 < exited a', '4 < exited a']);
  });

  test('the connections among the others go on', () => {
    const newApp = createDesk();
    newApp.login('abc');
    newApp.link(1, 'a', 2, 'b');
    newApp.link(2, 'b', 3, 'c');
    newApp.gone(1);
    expect(newApp.send(2, 'c', 'hi')).toEqual(['3 < data b 6869']);
  });
});
