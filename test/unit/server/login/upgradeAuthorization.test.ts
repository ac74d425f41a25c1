import type { IncomingMessage } from 'node:http';
import { expect, test } from '@playwright/test';
import {
  createUpgradeAuthorizer,
  type UpgradeAuthorizer,
} from '../../../../main/server/login/upgradeAuthorization';
import { plainAddress } from '../../../../main/server/network/address';

// Logins from elsewhere than this computer, which is exempt from being slowed down: the requests are played.

const CREDENTIALS = { username: 'household', password: 'right' };

interface Played {
  readonly from?: string | undefined;
  readonly password?: string;
  readonly authorization?: string | undefined;
  readonly origin?: string;
  readonly version?: string;
}

/** Repeats of one wrong password are no guesses, so each one here is another. */
let guesses = 0;

function request(played: Played): IncomingMessage {
  const { origin, version = '13' } = played;
  const password = played.password === 'wrong' ? `wrong ${guesses++}` : 'right';
  const basic = `Basic ${Buffer.from(`household:${password}`).toString('base64')}`;
  return {
    method: 'GET',
    headers: {
      host: '192.0.2.100:9001',
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': version,
      authorization: 'authorization' in played ? played.authorization : basic,
      origin,
    },
  } as unknown as IncomingMessage;
}

/** What a request gets: a status and why. */
function ask(interfaceAddress: UpgradeAuthorizer, played: Played = {}) {
  const answer = interfaceAddress(request(played), plainAddress(played.from ?? '192.0.2.1'));
  if (answer.ok) return { status: 101, account: answer.value };
  const { status, headers } = answer.error.answer;
  return { status, reason: answer.error.reason, wait: headers['Retry-After'] };
}

const times = (count: number, what: () => { status: number }) =>
  Array.from({ length: count }, () => what().status);

test('the right login comes in as its account', () => {
  expect(ask(createUpgradeAuthorizer(CREDENTIALS))).toEqual({ status: 101, account: 'household' });
});

test('five wrong logins get 403; from then on 429, which says when to come again', () => {
  const interfaceAddress = createUpgradeAuthorizer(CREDENTIALS);
  const wrong = () => ask(interfaceAddress, { password: 'wrong' });
  expect(times(5, wrong)).toEqual([403, 403, 403, 403, 403]);
  expect(wrong()).toEqual({ status: 429, reason: 'blocked', wait: '1' });
  // What is not looked at is not counted: hammering on makes it no longer, and no shorter.
  expect(times(100, wrong)).toEqual(Array(100).fill(429));
  expect(wrong().wait).toBe('1');
});

test('nor is a right password that is new here looked at meanwhile: an answer would tell what it is', () => {
  const interfaceAddress = createUpgradeAuthorizer(CREDENTIALS);
  times(5, () => ask(interfaceAddress, { password: 'wrong' }));
  expect(ask(interfaceAddress)).toMatchObject({ status: 429, reason: 'blocked' });
});

test('a right login from another address comes in meanwhile', () => {
  const interfaceAddress = createUpgradeAuthorizer(CREDENTIALS);
  times(50, () => ask(interfaceAddress, { password: 'wrong' }));
  for (const from of ['192.0.2.2', '2001:db8::1', '127.0.0.1', '::1', '::ffff:127.0.0.1'])
    expect(ask(interfaceAddress, { from }).status, from).toBe(101);
  // And does not open the door for the first one.
  expect(ask(interfaceAddress, { password: 'wrong' }).status).toBe(429);
});

test('one address in two spellings is one', () => {
  const interfaceAddress = createUpgradeAuthorizer(CREDENTIALS);
  times(3, () => ask(interfaceAddress, { password: 'wrong' }));
  times(2, () => ask(interfaceAddress, { password: 'wrong', from: '::ffff:192.0.2.1' }));
  expect(ask(interfaceAddress, { password: 'wrong' }).status).toBe(429);
  expect(ask(interfaceAddress, { password: 'wrong', from: '::ffff:192.0.2.1' }).status).toBe(429);
});

test('a wandering IPv6 guesser stays in its /64', () => {
  const interfaceAddress = createUpgradeAuthorizer(CREDENTIALS);
  let i = 0;
  const wander = () => ask(interfaceAddress, { password: 'wrong', from: `2001:db8:1:1::${++i}` });
  expect(times(7, wander)).toEqual([403, 403, 403, 403, 403, 429, 429]);
  expect(ask(interfaceAddress, { from: '2001:db8:1:2::1' }).status).toBe(101);
});

test('a device that was let in before comes in whatever others behind its address guess', () => {
  const interfaceAddress = createUpgradeAuthorizer(CREDENTIALS);
  expect(ask(interfaceAddress).status).toBe(101);
  times(5, () => ask(interfaceAddress, { password: 'wrong' }));
  for (let round = 0; round < 20; round++) {
    expect(ask(interfaceAddress, { password: 'wrong' })).toMatchObject({ status: 429 });
    expect(ask(interfaceAddress).status).toBe(101);
  }
});

test('two devices that go on trying two old passwords lock out nobody who is new', () => {
  const interfaceAddress = createUpgradeAuthorizer(CREDENTIALS);
  const old = (word: string) => `Basic ${Buffer.from(`household:${word}`).toString('base64')}`;
  for (let round = 0; round < 50; round++)
    for (const word of ['old', 'older'])
      expect(ask(interfaceAddress, { authorization: old(word) })).toMatchObject({
        status: 403,
        reason: 'wrong',
      });
  expect(ask(interfaceAddress).status).toBe(101);
});

test('this computer itself is told 403 each time, and comes in with the right login', () => {
  const interfaceAddress = createUpgradeAuthorizer(CREDENTIALS);
  for (const from of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
    expect(new Set(times(50, () => ask(interfaceAddress, { from, password: 'wrong' })))).toEqual(
      new Set([403]),
    );
    expect(ask(interfaceAddress, { from }).status).toBe(101);
  }
});

test('a login that is missing is no guess, and one that is malformed is', () => {
  const interfaceAddress = createUpgradeAuthorizer(CREDENTIALS);
  const missing = () => ask(interfaceAddress, { authorization: undefined });
  expect(missing()).toEqual({ status: 403, reason: 'missing', wait: undefined });
  expect(times(20, missing)).toEqual(Array(20).fill(403));
  expect(ask(interfaceAddress).status).toBe(101);
  const malformed = () => ask(interfaceAddress, { authorization: `Basic ***${guesses++}` });
  expect(malformed()).toMatchObject({ status: 403, reason: 'malformed' });
  expect(times(5, malformed)).toEqual([403, 403, 403, 403, 429]);
});

test('a foreign page is refused even with the right login, and cannot lock its visitor out', () => {
  const interfaceAddress = createUpgradeAuthorizer(CREDENTIALS);
  for (const origin of ['https://evil.example', 'null', 'http://192.0.2.100:8080', '']) {
    expect(ask(interfaceAddress, { origin })).toMatchObject({ status: 403, reason: 'foreign page' });
    times(20, () => ask(interfaceAddress, { origin, password: 'wrong' }));
  }
  expect(ask(interfaceAddress).status).toBe(101);
});

test('the relay’s own page is asked for its login like anybody', () => {
  const interfaceAddress = createUpgradeAuthorizer(CREDENTIALS);
  const origin = 'http://192.0.2.100:9001';
  expect(ask(interfaceAddress, { origin }).status).toBe(101);
  expect(ask(interfaceAddress, { origin, password: 'wrong' })).toMatchObject({
    status: 403,
    reason: 'wrong',
  });
});

test('of its version a websocket is told only after its login', () => {
  const interfaceAddress = createUpgradeAuthorizer(CREDENTIALS);
  expect(ask(interfaceAddress, { version: '8' })).toMatchObject({ status: 426, reason: undefined });
  expect(ask(interfaceAddress, { version: '8', password: 'wrong' }).status).toBe(403);
});

test('a socket that has lost its address is refused or let in like any other', () => {
  const interfaceAddress = createUpgradeAuthorizer(CREDENTIALS);
  expect(ask(interfaceAddress, { from: undefined }).status).toBe(101);
});

test('two relays know nothing of each other’s guessers', () => {
  const [one, other] = [createUpgradeAuthorizer(CREDENTIALS), createUpgradeAuthorizer(CREDENTIALS)];
  times(10, () => ask(one, { password: 'wrong' }));
  expect(ask(other, { password: 'wrong' }).status).toBe(403);
});
