import { expect, test } from '@playwright/test';
import { createDesk, linkedPair } from './relayDesk';

// PROTOCOL section 5.7: the same key authenticates again, on another connection.

test.describe('7: replacement', () => {
  test('the old one leaves as if it had gone, is closed, and only then the new one enters', () => {
    const desk = linkedPair();
    desk.open(3);
    expect(desk.iam(3, 'a')).toEqual([
      '2 < disconnected a',
      '2 < exited a',
      '1 closed: replaced',
      '3 < authenticated',
      '3 < entered b',
      '2 < entered a',
    ]);
  });

  test('one that is alone is closed all the same, and hears nothing of itself', () => {
    const desk = createDesk();
    desk.login('a');
    desk.open(2);
    expect(desk.iam(2, 'a')).toEqual(['1 closed: replaced', '2 < authenticated']);
  });

  test('happens by authenticating, not by opening a connection or failing to sign', () => {
    const desk = linkedPair();
    expect(desk.open(3)).toEqual(['3 < who']);
    expect(desk.iam(3, 'a', 1)).toEqual(['3 < Generic: Invalid signature']);
    expect(desk.gone(3)).toEqual([]);
    expect(desk.send(1, 'b', 'hi')).toEqual(['2 < data a 6869']);
  });

  test('the new one starts without the old one’s links and requests', () => {
    const desk = linkedPair();
    desk.login('c');
    desk.connect(1, 'c');
    desk.login('a');
    expect(desk.send(4, 'b', 'hi')).toEqual(['4 < Generic: No such connection']);
    expect(desk.send(2, 'a', 'hi')).toEqual(['2 < Generic: No such connection']);
    expect(desk.connect(3, 'a')).toEqual([]);
  });

  test('the peer’s request still stands for the new one', () => {
    const desk = linkedPair();
    desk.login('a');
    expect(desk.connect(3, 'b').sort()).toEqual(['2 < connected a', '3 < connected b']);
    expect(desk.send(2, 'a', 'hi')).toEqual(['3 < data b 6869']);
  });

  test('can happen again and again; the newest counts', () => {
    const desk = createDesk();
    desk.login('b');
    desk.connect(1, 'a');
    desk.login('aaaa');
    expect(desk.connect(5, 'b').sort()).toEqual(['1 < connected a', '5 < connected b']);
    desk.open(6);
    expect(desk.iam(6, 'a')).toEqual([
      '1 < disconnected a',
      '1 < exited a',
      '5 closed: replaced',
      '6 < authenticated',
      '6 < entered b',
      '1 < entered a',
    ]);
  });

  test('from another account moves the device there: it is in one channel only', () => {
    const desk = createDesk();
    desk.login('ab', 'home');
    desk.login('c', 'office');
    desk.open(4, 'office');
    expect(desk.iam(4, 'a')).toEqual([
      '2 < exited a',
      '1 closed: replaced',
      '4 < authenticated',
      '4 < entered c',
      '3 < entered a',
    ]);
    expect(desk.gone(1)).toEqual([]);
    expect(desk.gone(4)).toEqual(['3 < exited a']);
    expect(desk.gone(2)).toEqual([]);
  });
});

test.describe('7: the old connection afterwards', () => {
  test('its socket’s end does not touch the new one’s state', () => {
    const desk = linkedPair();
    desk.login('a');
    desk.connect(3, 'b');
    // The zombie of the reference: this would take the new device out of its tables.
    expect(desk.gone(1)).toEqual([]);
    expect(desk.send(2, 'a', 'hi')).toEqual(['3 < data b 6869']);
    expect(desk.send(3, 'b', 'yo')).toEqual(['2 < data a 796f']);
    desk.open(4);
    expect(desk.iam(4, 'c').sort()).toEqual([
      '2 < entered c',
      '3 < entered c',
      '4 < authenticated',
      '4 < entered a',
      '4 < entered b',
    ]);
    expect(desk.gone(3).sort()).toEqual(['2 < disconnected a', '2 < exited a', '4 < exited a']);
  });

  test('its late commands do nothing and are not answered', () => {
    const desk = linkedPair();
    desk.login('a');
    desk.connect(3, 'b');
    expect(desk.send(1, 'b', 'late')).toEqual([]);
    expect(desk.disconnect(1, 'b')).toEqual([]);
    expect(desk.connect(1, 'b')).toEqual([]);
    expect(desk.iam(1, 'a')).toEqual([]);
    expect(desk.send(3, 'b', 'hi')).toEqual(['2 < data a 6869']);
  });

  test('its late Connect is nobody’s request', () => {
    const desk = createDesk();
    desk.login('ab');
    desk.login('a');
    desk.connect(1, 'b');
    expect(desk.connect(2, 'a')).toEqual([]);
  });
});

test.describe('facts that come late or twice', () => {
  test('gone twice is gone once', () => {
    const desk = linkedPair();
    expect(desk.gone(1)).toEqual(['2 < disconnected a', '2 < exited a']);
    expect(desk.gone(1)).toEqual([]);
    desk.login('a');
    expect(desk.gone(1)).toEqual([]);
    expect(desk.connect(3, 'b').sort()).toEqual(['2 < connected a', '3 < connected b']);
  });

  test('a connection that is gone says nothing any more', () => {
    const desk = linkedPair();
    desk.gone(1);
    for (const late of [
      desk.send(1, 'b', 'late'),
      desk.connect(1, 'b'),
      desk.disconnect(1, 'b'),
      desk.iam(1, 'a'),
    ])
      expect(late).toEqual([]);
    desk.login('c');
    expect(desk.gone(3)).toEqual(['2 < exited c']);
  });

  test('a connection that went before it authenticated cannot do so afterwards', () => {
    const desk = createDesk();
    desk.open(1);
    expect(desk.gone(1)).toEqual([]);
    expect(desk.iam(1, 'a')).toEqual([]);
    desk.open(2);
    expect(desk.iam(2, 'b')).toEqual(['2 < authenticated']);
  });

  test('a connection that never was does not exist', () => {
    const desk = linkedPair();
    expect(desk.gone(99)).toEqual([]);
    expect(desk.iam(99, 'a')).toEqual([]);
    expect(desk.send(99, 'b', 'hi')).toEqual([]);
    expect(desk.send(1, 'b', 'hi')).toEqual(['2 < data a 6869']);
  });
});

test('two relays are two', () => {
  const [one, other] = [createDesk(), createDesk()];
  one.login('a');
  other.open(1);
  expect(other.iam(1, 'b')).toEqual(['1 < authenticated']);
});
