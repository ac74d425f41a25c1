import { expect, test } from '@playwright/test';
import { generateIdentity, sign } from '../../../main/protocol/identity';
import type { Command } from '../../../main/protocol/messages';
import { type Account, type ConnId, createRelay } from '../../../main/protocol/relay';
import { challengeOf, createDesk, key, linkedPair, traffic } from './relayTestKit';

// The numbers are those of PROTOCOL section 5. `1 < who` reads: connection 1 is sent Who.

test.describe('1: who are you', () => {
  test('a connection is sent Who with its challenge, and nothing else', () => {
    const challenge = challengeOf(1);
    expect(createRelay().opened(1 as ConnId, 'home' as Account, challenge)).toEqual([
      { kind: 'send', to: 1, event: { kind: 'who', challenge } },
    ]);
  });

  test('a good signature authenticates: with real keys and the relay’s own verification', () => {
    const relay = createRelay();
    const identity = generateIdentity();
    relay.opened(1 as ConnId, 'home' as Account, challengeOf(1));
    const iam: Command = {
      kind: 'iam',
      signature: sign(identity, challengeOf(1)),
      key: identity.publicKey,
    };
    expect(traffic(relay.received(1 as ConnId, iam))).toEqual(['1 < authenticated']);
  });

  test('a bad one does not: with real keys and the relay’s own verification', () => {
    const relay = createRelay();
    const identity = generateIdentity();
    relay.opened(1 as ConnId, 'home' as Account, challengeOf(1));
    const refuse = (signature: Uint8Array) =>
      traffic(relay.received(1 as ConnId, { kind: 'iam', signature, key: identity.publicKey }));
    expect(refuse(new Uint8Array(64))).toEqual(['1 < Generic: Invalid signature']);
    // And this connection cannot try again, not even with the right one.
    const second = refuse(Buffer.from(sign(identity, challengeOf(1))));
    expect(second).toHaveLength(1);
    expect(second[0]).toMatch(/^1 < Generic: /);
  });

  test('after a bad signature everything is as forbidden as before', () => {
    const newApp = createDesk();
    newApp.login('b');
    newApp.open(2);
    expect(newApp.iam(2, 'a', 1)).toEqual(['2 < Generic: Invalid signature']);
    expect(newApp.iam(2, 'a')).not.toContain('2 < authenticated');
    expect(newApp.connect(2, 'b')).toEqual(['2 < Generic: Connection forbidden']);
    expect(newApp.send(2, 'b', 'hi')).toEqual(['2 < Generic: Sending forbidden']);
    expect(newApp.gone(2)).toEqual([]);
  });

  test('the challenge of one connection does not work on another', () => {
    const newApp = createDesk();
    newApp.open(1);
    newApp.open(2);
    expect(newApp.iam(1, 'a', 2)).toEqual(['1 < Generic: Invalid signature']);
    // The other connection has lost nothing by that.
    expect(newApp.iam(2, 'a')).toEqual(['2 < authenticated']);
  });

  test('a challenge that served once serves no second connection', () => {
    const newApp = createDesk();
    newApp.login('a');
    newApp.gone(1);
    newApp.open(2);
    expect(newApp.iam(2, 'a', 1)).toEqual(['2 < Generic: Invalid signature']);
  });

  test('a second Iam changes nothing about who one is', () => {
    const newApp = createDesk();
    newApp.login('ab');
    for (const name of ['a', 'c', 'b']) {
      const answer = newApp.iam(1, name);
      expect(answer).toHaveLength(1);
      expect(answer[0]).toMatch(/^1 < Generic: /);
    }
    newApp.link(1, 'a', 2, 'b');
    expect(newApp.send(1, 'b', 'hi')).toEqual(['2 < data a 6869']);
  });

  test('a bad signature for somebody’s key does nothing to its owner', () => {
    const newApp = linkedPair();
    newApp.open(3);
    expect(newApp.iam(3, 'a', 1)).toEqual(['3 < Generic: Invalid signature']);
    expect(newApp.send(1, 'b', 'hi')).toEqual(['2 < data a 6869']);
  });
});

test.describe('2: presence', () => {
  test('Authenticated comes first; then each hears of the other', () => {
    const newApp = createDesk();
    newApp.login('a');
    newApp.open(2);
    expect(newApp.iam(2, 'b')).toEqual(['2 < authenticated', '2 < entered a', '1 < entered b']);
    newApp.open(3);
    const third = newApp.iam(3, 'c');
    expect(third[0]).toBe('3 < authenticated');
    expect(third.slice(1).sort()).toEqual([
      '1 < entered c',
      '2 < entered c',
      '3 < entered a',
      '3 < entered b',
    ]);
  });

  test('a connection that has not authenticated is not there', () => {
    const newApp = createDesk();
    newApp.open(1);
    newApp.open(2);
    expect(newApp.iam(2, 'b')).toEqual(['2 < authenticated']);
    expect(newApp.gone(1)).toEqual([]);
  });

  test('when one goes, each of the others is told, once', () => {
    const newApp = createDesk();
    newApp.login('abc');
    expect(newApp.gone(2).sort()).toEqual(['1 < exited b', '3 < exited b']);
    expect(newApp.gone(1)).toEqual(['3 < exited a']);
    expect(newApp.gone(3)).toEqual([]);
  });

  test('one who comes later hears only of those who are still there', () => {
    const newApp = createDesk();
    newApp.login('abc');
    newApp.gone(2);
    newApp.open(4);
    expect(newApp.iam(4, 'd').sort()).toEqual([
      '1 < entered d',
      '3 < entered d',
      '4 < authenticated',
      '4 < entered a',
      '4 < entered c',
    ]);
  });

  test('the channel is the account’s: others neither see nor are seen', () => {
    const newApp = createDesk();
    newApp.login('a', 'home');
    newApp.open(2, 'office');
    expect(newApp.iam(2, 'b')).toEqual(['2 < authenticated']);
    newApp.open(3, 'home');
    expect(newApp.iam(3, 'c')).toEqual(['3 < authenticated', '3 < entered a', '1 < entered c']);
    expect(newApp.gone(2)).toEqual([]);
    expect(newApp.gone(1)).toEqual(['3 < exited a']);
  });
});

test.describe('5: data', () => {
  test('goes to the other one, untouched and only there', () => {
    const newApp = linkedPair();
    newApp.login('c');
    newApp.link(1, 'a', 3, 'c');
    expect(newApp.send(1, 'b', 'hi')).toEqual(['2 < data a 6869']);
    expect(newApp.send(2, 'a', '')).toEqual(['1 < data b ']);
    expect(newApp.send(3, 'a', 'yo')).toEqual(['1 < data c 796f']);
  });

  test('the very bytes: no copy is changed, none is kept', () => {
    const relay = createRelay(() => true);
    const data = Uint8Array.from({ length: 256 }, (_, i) => i);
    for (const [conn, name, other] of [
      [1, 'a', 'b'],
      [2, 'b', 'a'],
    ] as const) {
      relay.opened(conn as ConnId, 'home' as Account, challengeOf(conn));
      relay.received(conn as ConnId, { kind: 'iam', signature: new Uint8Array(64), key: key(name) });
      relay.received(conn as ConnId, { kind: 'connect', key: key(other) });
    }
    expect(relay.received(1 as ConnId, { kind: 'sendData', key: key('b'), data })).toEqual([
      {
        kind: 'send',
        to: 2,
        event: { kind: 'data', key: key('a'), data: Uint8Array.from({ length: 256 }, (_, i) => i) },
      },
    ]);
  });

  test('No such connection: to a stranger, to one who only asked, to one only asked, to oneself', () => {
    const newApp = createDesk();
    newApp.login('abc');
    newApp.connect(2, 'a');
    newApp.connect(1, 'c');
    for (const name of ['b', 'c', 'z', 'a'])
      expect(newApp.send(1, name, 'hi'), name).toEqual(['1 < Generic: No such connection']);
  });

  test('No such connection: after either side’s Disconnect and after the other has gone', () => {
    for (const end of ['own', 'other', 'gone'] as const) {
      const newApp = linkedPair();
      if (end === 'own') newApp.disconnect(1, 'b');
      if (end === 'other') newApp.disconnect(2, 'a');
      if (end === 'gone') newApp.gone(2);
      expect(newApp.send(1, 'b', 'hi'), end).toEqual(['1 < Generic: No such connection']);
      if (end !== 'gone') expect(newApp.send(2, 'a', 'hi'), end).toEqual(['2 < Generic: No such connection']);
    }
  });

  test('Sending forbidden before authentication', () => {
    const newApp = createDesk();
    newApp.login('b');
    newApp.open(2);
    expect(newApp.send(2, 'b', 'hi')).toEqual(['2 < Generic: Sending forbidden']);
  });
});

test('an error ends nothing: the connection goes on as before', () => {
  const newApp = createDesk();
  newApp.open(1);
  newApp.send(1, 'b', 'hi');
  newApp.connect(1, 'b');
  // The challenge is not used up by commands that are not Iam.
  expect(newApp.iam(1, 'a')).toEqual(['1 < authenticated']);
  newApp.connect(1, 'a');
  newApp.send(1, 'b', 'hi');
  newApp.login('b');
  expect(newApp.connect(1, 'b')).toEqual([]);
  expect(newApp.connect(2, 'a').sort()).toEqual(['1 < connected b', '2 < connected a']);
});

test('reports say who came, who was refused, who is linked, and nothing of what section 6 forbids', () => {
  const newApp = createDesk();
  newApp.open(1);
  newApp.iam(1, 'a');
  newApp.open(2);
  newApp.iam(2, 'b', 1);
  newApp.login('b');
  newApp.link(1, 'a', 3, 'b');
  newApp.send(1, 'b', 'secret');
  newApp.disconnect(3, 'a');
  newApp.login('b');
  newApp.gone(1);
  expect(
    newApp.facts.map((report) => ({
      ...report,
      ...('keys' in report ? { keys: [...report.keys].sort() } : {}),
    })),
  ).toEqual([
    { kind: 'authenticated', conn: 1, key: key('a') },
    { kind: 'signatureRefused', conn: 2, key: key('b') },
    { kind: 'authenticated', conn: 3, key: key('b') },
    { kind: 'linked', keys: [key('a'), key('b')] },
    { kind: 'unlinked', keys: [key('a'), key('b')] },
    { kind: 'left', conn: 3, key: key('b'), replaced: true },
    { kind: 'authenticated', conn: 4, key: key('b') },
    { kind: 'left', conn: 1, key: key('a'), replaced: false },
  ]);
});
