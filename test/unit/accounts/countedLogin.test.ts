import { expect, test } from '@playwright/test';
import { createCountedLogin } from '../../../main/accounts/login/countedLogin';
import type { AccountLogin } from '../../../main/accounts/login/login';
import type { LoginProblem } from '../../../main/accounts/login/loginProblem';
import { err } from '../../../main/lib/result';

test('refusals are told with their reason, and what could not be looked at is none', async () => {
  const told: [string, string][] = [];
  const answer = async (problem: LoginProblem) => {
    const login: AccountLogin = { login: async () => err(problem), forget: () => {}, doubt: () => {} };
    const counted = createCountedLogin(login, (from, reason) => told.push([from, reason]));
    return counted.login('anna@example.org', 'guess', '192.0.2.1', new AbortController().signal);
  };
  const refused: LoginProblem = { kind: 'refused', reason: 'unverified' };
  expect(await answer(refused)).toEqual(err(refused));
  await answer({ kind: 'throttled', ms: 1 });
  await answer({ kind: 'busy', ms: 1_000 });
  expect(told).toEqual([
    ['192.0.2.1', 'unverified'],
    ['192.0.2.1', 'throttled'],
  ]);
});
