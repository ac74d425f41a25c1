import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import { makeAccount, makePassword } from '../../../../main/app/account/account';
import { passwordSchema, usernameSchema } from '../../../../main/app/settings/settings';

test('a password is easy to type: four groups of four small letters, none that looks like another', () => {
  for (let i = 0; i < 1_000; i++)
    assert.match(makePassword(), /^[abcdefghjkmnpqrstuvwxyz]{4}(-[abcdefghjkmnpqrstuvwxyz]{4}){3}$/);
});

test('no password comes twice, and every letter is used', () => {
  const made = Array.from({ length: 1_000 }, makePassword);
  expect(new Set(made).size).toBe(made.length);
  expect(new Set(made.join('').replaceAll('-', '')).size).toBe(23);
});

test('a new account is one that the settings accept', () => {
  const { username, password } = makeAccount();
  expect(usernameSchema.safeParse(username).success).toBe(true);
  expect(passwordSchema.safeParse(password).success).toBe(true);
});
