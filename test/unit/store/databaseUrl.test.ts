import { expect, test } from '@playwright/test';
import { parseDatabaseUrl, withoutPassword } from '../../../main/store/databaseUrl';

for (const [url, shown] of [
  ['postgres://me:S3CR3T@db.example.org:5432/accounts', 'postgres://me@db.example.org:5432/accounts'],
  ['postgres://me:S3@CR3T@db/accounts', 'postgres://me@db/accounts'],
  ['postgresql://me@db/accounts', 'postgresql://me@db/accounts'],
  ['postgres://db/accounts', 'postgres://db/accounts'],
  ['postgresql//me:S3CR3T@db/accounts', 'postgresql//me@db/accounts'],
  ['accounts.sqlite', 'accounts.sqlite'],
  ['sqlite:/data/a:b@c.sqlite', 'sqlite:/data/a:b@c.sqlite'],
] as const)
  test(`${url} is shown as ${shown}`, () => expect(withoutPassword(url)).toBe(shown));

test('a database of PostgreSQL is known without its password', () => {
  const url = 'postgres://me:S3CR3T@db.example.org:5432/accounts?sslmode=require';
  expect(parseDatabaseUrl(url)).toEqual({
    ok: true,
    value: { kind: 'postgres', url, name: 'postgres://me@db.example.org:5432/accounts' },
  });
  for (const wrong of ['postgres://db', 'postgres://db/', 'postgres:', 'postgres://db/a/b', 'mysql://db/a'])
    expect(parseDatabaseUrl(wrong), wrong).toMatchObject({ ok: false });
});

test('how it is encrypted is one of the ways that PostgreSQL has: a word written wrong is told', () => {
  const withMode = (query: string) => parseDatabaseUrl(`postgres://me@db/accounts?${query}`);
  for (const mode of ['disable', 'no-verify', 'prefer', 'require', 'verify-ca', 'verify-full'])
    expect(withMode(`sslmode=${mode}`), mode).toMatchObject({ ok: true });
  for (const query of [
    'sslmode=verify_full',
    'sslmode=',
    'sslmode=disable&sslmode=verifyfull',
    'ssl_mode=require',
    'SSLMODE=require',
  ])
    expect(withMode(query), query).toEqual({
      ok: false,
      error: expect.stringContaining('sslmode=verify-full'),
    });
});
