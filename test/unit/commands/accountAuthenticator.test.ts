import { expect, test } from '@playwright/test';
import type { AccountLogin } from '../../../main/accounts/login/login';
import { createAccountAuthenticator } from '../../../main/commands/server/multiUser/accountAuthenticator';
import { err } from '../../../main/lib/result';
import type { Account } from '../../../main/protocol/relay';

// What the relay is told of a login that could not be looked at, and what the log is.

const { signal } = new AbortController();
const header = `Basic ${Buffer.from('anna@example.org:S3CR3T').toString('base64')}`;

function authenticator(login: AccountLogin['login']) {
  const told: string[] = [];
  const { authenticate } = createAccountAuthenticator({
    login: { login, doubt: () => undefined, forget: () => {} },
    accountOf: (user) => String(user) as Account,
    messageOf: ({ detail }) => detail,
    log: (text) => told.push(text),
  });
  return { told, ask: () => authenticate(header, '192.0.2.1', signal) };
}

test('a database that fails is told once, and who asks is to come again', async () => {
  const problem = { kind: 'full', detail: 'The disk is full.' } as const;
  const { told, ask } = authenticator(async () => err({ kind: 'storeFailed', problem }));
  for (let i = 0; i < 3; i++)
    expect(await ask()).toEqual({ ok: false, error: { kind: 'busy', retryAfterSeconds: 5 } });
  expect(told).toEqual(['logins cannot be looked at: The disk is full.']);
});

test('what nobody expects is told as well, and no password with it', async () => {
  const { told, ask } = authenticator(() => Promise.reject(new Error('out of order')));
  expect(await ask()).toMatchObject({ ok: false, error: { kind: 'busy' } });
  expect(told).toEqual(['logins cannot be looked at: Error: out of order']);
});
