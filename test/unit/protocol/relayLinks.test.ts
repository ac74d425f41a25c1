import { expect, test } from '@playwright/test';
import { createDesk, linkedPair } from './relayDesk';

test.describe('3: Connect', () => {
  test('is answered by nothing until both have asked; then both are told', () => {
    const desk = createDesk();
    desk.login('ab');
    expect(desk.connect(1, 'b')).toEqual([]);
    expect(desk.connect(2, 'a').sort()).toEqual(['1 < connected b', '2 < connected a']);
  });

  test('may come before the other one is there', () => {
    const desk = createDesk();
    desk.login('a');
    expect(desk.connect(1, 'b')).toEqual([]);
    desk.open(2);
    // Coming is not asking.
    expect(desk.iam(2, 'b')).toEqual(['2 < authenticated', '2 < entered a', '1 < entered b']);
    expect(desk.connect(2, 'a').sort()).toEqual(['1 < connected b', '2 < connected a']);
  });

  test('again, from either side, changes nothing: before and after the connection', () => {
    const desk = createDesk();
    desk.login('ab');
    desk.connect(1, 'b');
    expect(desk.connect(1, 'b')).toEqual([]);
    desk.connect(2, 'a');
    expect(desk.connect(1, 'b')).toEqual([]);
    expect(desk.connect(2, 'a')).toEqual([]);
    expect(desk.send(1, 'b', 'hi')).toEqual(['2 < data a 6869']);
    // Asked for twice, ended by one Disconnect all the same.
    desk.disconnect(1, 'b');
    expect(desk.connect(2, 'a')).toEqual([]);
  });

  test('to two others makes two connections, each of its own', () => {
    const desk = createDesk();
    desk.login('abc');
    desk.link(1, 'a', 2, 'b');
    desk.connect(1, 'c');
    expect(desk.connect(3, 'a').sort()).toEqual(['1 < connected c', '3 < connected a']);
    expect(desk.disconnect(1, 'b').sort()).toEqual(['1 < disconnected b', '2 < disconnected a']);
    expect(desk.send(3, 'a', 'hi')).toEqual(['1 < data c 6869']);
    expect(desk.send(2, 'c', 'hi')).toEqual(['2 < Generic: No such connection']);
  });

  test('by two to a third does not connect the two', () => {
    const desk = createDesk();
    desk.login('abc');
    desk.connect(1, 'c');
    expect(desk.connect(2, 'c')).toEqual([]);
    expect(desk.connect(2, 'a')).toEqual([]);
  });

  test('Can’t connect to self', () => {
    const desk = createDesk();
    desk.login('a');
    for (let i = 0; i < 2; i++) expect(desk.connect(1, 'a')).toEqual(["1 < Generic: Can't connect to self"]);
    expect(desk.send(1, 'a', 'hi')).toEqual(['1 < Generic: No such connection']);
    expect(desk.disconnect(1, 'a')).toEqual([]);
  });

  test('Connection forbidden before authentication; such a request does not stand', () => {
    const desk = createDesk();
    desk.login('b');
    desk.connect(1, 'a');
    desk.open(2);
    expect(desk.connect(2, 'b')).toEqual(['2 < Generic: Connection forbidden']);
    expect(desk.iam(2, 'a')).toEqual(['2 < authenticated', '2 < entered b', '1 < entered a']);
    expect(desk.connect(2, 'b').sort()).toEqual(['1 < connected a', '2 < connected b']);
  });

  test('reaches devices of other accounts, which remain unseen', () => {
    const desk = createDesk();
    desk.login('a', 'home');
    desk.login('b', 'office');
    desk.connect(1, 'b');
    expect(desk.connect(2, 'a').sort()).toEqual(['1 < connected b', '2 < connected a']);
    expect(desk.send(1, 'b', 'hi')).toEqual(['2 < data a 6869']);
    expect(desk.gone(2)).toEqual(['1 < disconnected b']);
  });
});

test.describe('3: a standing request', () => {
  test('outlives the other’s Disconnect', () => {
    const desk = linkedPair();
    desk.disconnect(2, 'a');
    expect(desk.connect(2, 'a').sort()).toEqual(['1 < connected b', '2 < connected a']);
  });

  test('outlives the other’s Disconnect before there was a connection', () => {
    const desk = createDesk();
    desk.login('ab');
    desk.connect(1, 'b');
    expect(desk.disconnect(2, 'a')).toEqual([]);
    expect(desk.connect(2, 'a').sort()).toEqual(['1 < connected b', '2 < connected a']);
  });

  test('outlives the other’s going away and coming back', () => {
    const desk = linkedPair();
    desk.gone(2);
    desk.open(3);
    // Not connected by coming back: the one that went has to ask anew.
    expect(desk.iam(3, 'b')).toEqual(['3 < authenticated', '3 < entered a', '1 < entered b']);
    expect(desk.send(1, 'b', 'hi')).toEqual(['1 < Generic: No such connection']);
    expect(desk.connect(3, 'a').sort()).toEqual(['1 < connected b', '3 < connected a']);
  });

  test('outlives the other’s going and coming many times, also when it never asked', () => {
    const desk = createDesk();
    desk.login('a');
    desk.connect(1, 'b');
    for (const conn of [2, 3, 4]) {
      desk.login('b');
      desk.gone(conn);
    }
    desk.login('b');
    expect(desk.connect(5, 'a').sort()).toEqual(['1 < connected b', '5 < connected a']);
  });

  test('ends with one’s own Disconnect, connected or not', () => {
    for (const connected of [true, false]) {
      const desk = connected ? linkedPair() : createDesk();
      if (!connected) {
        desk.login('ab');
        desk.connect(1, 'b');
      }
      desk.disconnect(1, 'b');
      expect(desk.connect(2, 'a')).toEqual([]);
      expect(desk.connect(1, 'b').sort()).toEqual(['1 < connected b', '2 < connected a']);
    }
  });

  test('ends with one’s own Disconnect while the other is away', () => {
    const desk = linkedPair();
    desk.gone(2);
    expect(desk.disconnect(1, 'b')).toEqual([]);
    desk.login('b');
    expect(desk.connect(3, 'a')).toEqual([]);
  });

  test('ends with one’s own going away', () => {
    const desk = createDesk();
    desk.login('ab');
    desk.connect(1, 'b');
    desk.gone(1);
    desk.login('a');
    expect(desk.connect(2, 'a')).toEqual([]);
    expect(desk.connect(3, 'b').sort()).toEqual(['2 < connected a', '3 < connected b']);
  });

  test('of those who both went away is forgotten on both sides', () => {
    const desk = linkedPair();
    desk.gone(1);
    desk.gone(2);
    desk.login('ab');
    expect(desk.connect(3, 'b')).toEqual([]);
    expect(desk.connect(4, 'a').sort()).toEqual(['3 < connected b', '4 < connected a']);
  });
});

test.describe('4: Disconnect', () => {
  test('tells both sides, once', () => {
    const desk = linkedPair();
    expect(desk.disconnect(1, 'b').sort()).toEqual(['1 < disconnected b', '2 < disconnected a']);
    expect(desk.disconnect(1, 'b')).toEqual([]);
    expect(desk.disconnect(2, 'a')).toEqual([]);
  });

  test('of what was never connected does nothing', () => {
    const desk = createDesk();
    desk.login('ab');
    for (const name of ['a', 'b', 'z']) expect(desk.disconnect(1, name)).toEqual([]);
    desk.open(3);
    expect(desk.disconnect(3, 'a')).toEqual([]);
  });

  test('by one not authenticated does not touch the connection of others', () => {
    const desk = linkedPair();
    desk.open(3);
    expect(desk.disconnect(3, 'a')).toEqual([]);
    expect(desk.send(1, 'b', 'hi')).toEqual(['2 < data a 6869']);
  });
});

test.describe('6: going away', () => {
  test('peers get Disconnected first, then everyone in the channel Exited', () => {
    const desk = createDesk();
    desk.login('abc');
    desk.link(1, 'a', 2, 'b');
    const told = desk.gone(1);
    expect(told[0]).toBe('2 < disconnected a');
    expect(told.slice(1).sort()).toEqual(['2 < exited a', '3 < exited a']);
  });

  test('all peers get Disconnected before anyone gets Exited', () => {
    const desk = createDesk();
    desk.login('abcd');
    for (const [conn, name] of [
      [2, 'b'],
      [3, 'c'],
      [4, 'd'],
    ] as const)
      desk.link(1, 'a', conn, name);
    const told = desk.gone(1);
    expect(told.slice(0, 3).sort()).toEqual([
      '2 < disconnected a',
      '3 < disconnected a',
      '4 < disconnected a',
    ]);
    expect(told.slice(3).sort()).toEqual(['2 < exited a', '3 < exited a', '4 < exited a']);
  });

  test('the connections among the others go on', () => {
    const desk = createDesk();
    desk.login('abc');
    desk.link(1, 'a', 2, 'b');
    desk.link(2, 'b', 3, 'c');
    desk.gone(1);
    expect(desk.send(2, 'c', 'hi')).toEqual(['3 < data b 6869']);
  });
});
