import { expect, test } from '@playwright/test';
import { createRememberedLogins } from '../../../main/accounts/login/rememberedLogins';
import type { UserId } from '../../../main/accounts/user';

const ANNA = 1 as UserId;
const BERT = 2 as UserId;
const MINUTE = 60_000;

function make(most?: number) {
  let time = 0;
  const logins = createRememberedLogins(() => time, most);
  return {
    logins,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

test('a login is known for ten minutes from when it was right last', () => {
  const { logins, pass } = make();
  logins.remember('a', ANNA);
  pass(9 * MINUTE);
  logins.remember('a', ANNA);
  pass(10 * MINUTE - 1);
  expect(logins.userOf('a')).toBe(ANNA);
  expect(logins.userOf('b')).toBeUndefined();
  pass(1);
  expect(logins.userOf('a')).toBeUndefined();
});

test('all of one user are forgotten, and no other’s', () => {
  const { logins } = make();
  logins.remember('a', ANNA);
  logins.remember('b', BERT);
  logins.remember('c', ANNA);
  logins.forget(ANNA);
  logins.forget(ANNA);
  expect(['a', 'b', 'c'].map((attempt) => logins.userOf(attempt))).toEqual([undefined, BERT, undefined]);
});

test('beyond the bound the oldest makes room', () => {
  const { logins } = make(2);
  for (const attempt of ['a', 'b', 'a', 'c']) logins.remember(attempt, ANNA);
  expect(['a', 'b', 'c'].map((attempt) => logins.userOf(attempt))).toEqual([ANNA, undefined, ANNA]);
});
