import { expect, test } from '@playwright/test';
import { createDesk, linkedPair } from './relayTestKit';

// PROTOCOL section 5.7: the same key authenticates again, on another connection.

test.describe('7: replacement', () => {
  test('the old one leaves as if it had gone, is closed, and only then the new one enters', () => {
    const newApp = linkedPair();
    newApp.open(3);
    expect(newApp.iam(3, 'a')).toEqual([
      '2 < disconnected a',
      '2 < exited a',
      '1 closed: replaced',
      '3 < authenticated',
      '3 < entered b',
      '2 < entered a',
    ]);
  });

  test('one that is alone is closed all the same, and hears nothing of itself', () => {
    const newApp = createDesk();
    newApp.login('a');
    newApp.open(2);
    expect(newApp.iam(2, 'a')).toEqual(['1 closed: replaced', '2 < authenticated']);
  });

  test('happens by authenticating, not by opening a connection or failing to sign', () => {
    const newApp = linkedPair();
    expect(newApp.open(3)).toEqual(['3 < who']);
    expect(newApp.iam(3, 'a', 1)).toEqual(['3 < Generic: Invalid signature']);
    expect(newApp.gone(3)).toEqual([]);
    expect(newApp.send(1, 'b', 'hi')).toEqual(['2 < data a 6869']);
  });

  test('the new one starts without the old one’s links and requests', () => {
    const newApp = linkedPair();
    newApp.login('c');
    newApp.connect(1, 'c');
    newApp.login('a');
    expect(newApp.send(4, 'b', 'hi')).toEqual(['4 < Generic: No such connection']);
    expect(newApp.send(2, 'a', 'hi')).toEqual(['2 < Generic: No such connection']);
    expect(newApp.connect(3, 'a')).toEqual([]);
  });

  test('the peer’s request still stands for the new one', () => {
    const newApp = linkedPair();
    newApp.login('a');
    expect(newApp.connect(3, 'b').sort()).toEqual(['2 < connected a', '3 < connected b']);
    expect(newApp.send(2, 'a', 'hi')).toEqual(['3 < data b 6869']);
  });

  test('can happen again and again; the newest counts', () => {
    const newApp = createDesk();
    newApp.login('b');
    newApp.connect(1, 'a');
    newApp.login('aaaa');
    expect(newApp.connect(5, 'b').sort()).toEqual(['1 < connected a', '5 < connected b']);
    newApp.open(6);
    expect(newApp.iam(6, 'a')).toEqual([
      '1 < disconnected a',
      '1 < exited a',
      '5 closed: replaced',
      '6 < authenticated',
      '6 < entered b',
      '1 < entered a',
    ]);
  });

  test('from another account moves the device there: it is in one channel only', () => {
    const newApp = createDesk();
    newApp.login('ab', 'home');
    newApp.login('c', 'office');
    newApp.open(4, 'office');
    expect(newApp.iam(4, 'a')).toEqual([
      '2 < exited a',
      '1 closed: replaced',
      '4 < authenticated',
      '4 < entered c',
      '3 < entered a',
    ]);
    expect(newApp.gone(1)).toEqual([]);
    expect(newApp.gone(4)).toEqual(['3 < exited a']);
    expect(newApp.gone(2)).toEqual([]);
  });
});

test.describe('7: the old connection afterwards', () => {
  test('its socket’s end does not touch the new one’s state', () => {
    const newApp = linkedPair();
    newApp.login('a');
    newApp.connect(3, 'b');
    // The zombie of the reference: this would take the new device out of its tables.
    expect(newApp.gone(1)).toEqual([]);
    expect(newApp.send(2, 'a', 'hi')).toEqual(['3 < data b 6869']);
    expect(newApp.send(3, 'b', 'yo')).toEqual(['2 < data a 796f']);
    newApp.open(4);
    expect(newApp.iam(4, 'c').sort()).toEqual([
      '2 < entered c',
      '3 < entered c',
      '4 < authenticated',
      '4 < entered a',
      '4 < entered b',
    ]);
    expect(newApp.gone(3).sort()).toEqual(['2 < disconnected a', '2 < exited a', '4 < exited a']);
  });

  test('its late commands do nothing and are not answered', () => {
    const newApp = linkedPair();
    newApp.login('a');
    newApp.connect(3, 'b');
    expect(newApp.send(1, 'b', 'late')).toEqual([]);
    expect(newApp.disconnect(1, 'b')).toEqual([]);
    expect(newApp.connect(1, 'b')).toEqual([]);
    expect(newApp.iam(1, 'a')).toEqual([]);
    expect(newApp.send(3, 'b', 'hi')).toEqual(['2 < data a 6869']);
  });

  test('its late Connect is nobody’s request', () => {
    const newApp = createDesk();
    newApp.login('ab');
    newApp.login('a');
    newApp.connect(1, 'b');
    expect(newApp.connect(2, 'a')).toEqual([]);
  });
});

test.describe('facts that come late or twice', () => {
  test('gone twice is gone once', () => {
    const newApp = linkedPair();
    expect(newApp.gone(1)).toEqual(['2 < disconnected a', '2 < exited a']);
    expect(newApp.gone(1)).toEqual([]);
    newApp.login('a');
    expect(newApp.gone(1)).toEqual([]);
    expect(newApp.connect(3, 'b').sort()).toEqual(['2 < connected a', '3 < connected b']);
  });

  test('a connection that is gone says nothing any more', () => {
    const newApp = linkedPair();
    newApp.gone(1);
    for (const late of [
      newApp.send(1, 'b', 'late'),
      newApp.connect(1, 'b'),
      newApp.disconnect(1, 'b'),
      newApp.iam(1, 'a'),
    ])
      expect(late).toEqual([]);
    newApp.login('c');
    expect(newApp.gone(3)).toEqual(['2 < exited c']);
  });

  test('a connection that went before it authenticated cannot do so afterwards', () => {
    const newApp = createDesk();
    newApp.open(1);
    expect(newApp.gone(1)).toEqual([]);
    expect(newApp.iam(1, 'a')).toEqual([]);
    newApp.open(2);
    expect(newApp.iam(2, 'b')).toEqual(['2 < authenticated']);
  });

  test('a connection that never was does not exist', () => {
    const newApp = linkedPair();
    expect(newApp.gone(99)).toEqual([]);
    expect(newApp.iam(99, 'a')).toEqual([]);
    expect(newApp.send(99, 'b', 'hi')).toEqual([]);
    expect(newApp.send(1, 'b', 'hi')).toEqual(['2 < data a 6869']);
  });
});

test('two relays are two', () => {
  const [one, other] = [createDesk(), createDesk()];
  one.login('a');
  other.open(1);
  expect(other.iam(1, 'b')).toEqual(['1 < authenticated']);
});
