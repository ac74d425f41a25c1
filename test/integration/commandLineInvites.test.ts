import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuthClient } from '../helpers/authClient';
import { expectOneSentence } from '../helpers/commandLine';
import { FormBrowser } from '../helpers/formBrowser';
import { expect, test } from '../helpers/multiUserRelay';

// Invites, from the command that makes them to who registers with them at a running relay.

const INVITE_ONLY = ['--registration', 'invite'];

const CODE = /^([2-9A-Z]{4}-){3}[2-9A-Z]{4}\n$/;

interface Listed {
  readonly number: string;
  readonly note: string;
  readonly uses: number;
  readonly created: string;
  readonly expires: string;
}

test('a code is shown once, and what is listed and stored does not tell it', async ({
  accounts,
  addUser,
  folder,
}) => {
  await addUser('anna@example.org', 'secret');
  expect((await accounts(['invites'])).stdout.toString()).toBe('There are no invites that work.\n');
  const made = await accounts(['invite', '--uses', '5', '--days', '30', '--note', ' The choir ']);
  expect(made.code).toBe(0);
  const code = made.stdout.toString();
  expect(code).toMatch(CODE);
  expect(made.stderr).toMatch(/^It works for 5 accounts until \d{4}-\d\d-\d\d, and is not shown again\.\n$/);

  const listed = (await accounts(['invites'])).stdout.toString();
  expect(listed).toMatch(/^[0-9a-f]{8} {2}for 5 accounts until \d{4}-\d\d-\d\d {2}The choir\n$/);
  const json: Listed[] = JSON.parse((await accounts(['invites', '--json'])).stdout.toString());
  expect(json).toMatchObject([{ note: 'The choir', uses: 5 }]);
  const [{ created = '', expires = '', number = '' } = {}] = json;
  expect(Date.parse(expires) - Date.parse(created)).toBeGreaterThan(29.9 * 86_400_000);
  expect(listed).toContain(number);

  const files = await Promise.all(
    ['accounts.sqlite', 'accounts.sqlite-wal'].map((name) =>
      readFile(join(folder, name), 'latin1').catch(() => ''),
    ),
  );
  for (const text of [...files, listed, JSON.stringify(json)])
    for (const form of [code.trim(), code.trim().replaceAll('-', '')])
      expect(text.toUpperCase()).not.toContain(form);
});

test('whoever has one registers on the page and on /v1/auth, as often as it works', async ({
  accounts,
  multiUser,
}) => {
  const { port } = await multiUser({}, INVITE_ONLY);
  const code = (await accounts(['invite', '--uses', '2'])).stdout.toString().trim();

  const browser = new FormBrowser(`http://127.0.0.1:${port}`);
  await browser.open('/v1/register');
  await browser.submit({ email: 'anna@example.org', password: 'secret', invite: 'ABCD-EFGH-JKMN-PQRS' });
  expect(browser.page.status).toBe(422);
  // As somebody types it who was told it.
  const typed = ` ${code.toLowerCase().replaceAll('-', ' ')} `;
  await browser.submit({ email: 'anna@example.org', password: 'secret', invite: typed });
  expect(browser.page.url).toContain('/v1/verify?');

  const client = await AuthClient.open(port);
  const register = (id: number, email: string, invite: string) =>
    client.ask(
      JSON.stringify({ id, command: 'register', args: { email, password: 'secret', invite } }),
      false,
    );
  expect(JSON.parse(await register(1, 'bert@example.org', ''))).toHaveProperty('error');
  expect(JSON.parse(await register(2, 'bert@example.org', code))).toEqual({ id: 2, response: true });
  expect(JSON.parse(await register(3, 'carl@example.org', code))).toHaveProperty('error');
  await client.end();
  expect((await accounts(['invites'])).stdout.toString()).toBe('There are no invites that work.\n');
  const users = (await accounts(['users'])).stdout.toString();
  expect(users).toBe('anna@example.org  not verified, password\nbert@example.org  not verified, password\n');
});

test('one is taken back by its note or its number, and lets nobody register after that', async ({
  accounts,
  multiUser,
}) => {
  const { port } = await multiUser({}, INVITE_ONLY);
  const code = (await accounts(['invite', '--note', 'Bert'])).stdout.toString().trim();
  for (const note of ['Anna', 'Anna', 'Carl']) await accounts(['invite', '--note', note]);
  await accounts(['invite']);
  expectOneSentence(await accounts(['uninvite', 'Dora']), 'There is no invite “Dora”.');
  expectOneSentence(await accounts(['uninvite', '']), 'There is no invite “”.');
  expectOneSentence(await accounts(['uninvite', 'Anna']), 'There are several invites “Anna”.');
  const listed = async (): Promise<Listed[]> =>
    JSON.parse((await accounts(['invites', '--json'])).stdout.toString());
  const annas = (await listed()).filter(({ note }) => note === 'Anna');
  const [first = ''] = annas.map(({ number }) => number);
  for (const name of ['Bert', first.toUpperCase()])
    expect((await accounts(['uninvite', name])).stdout.toString()).toBe('Invite taken back\n');
  expect((await listed()).map(({ note }) => note)).toEqual(['', 'Carl', 'Anna']);

  const client = await AuthClient.open(port);
  const args = { email: 'bert@example.org', password: 'secret', invite: code };
  const answer = await client.ask(JSON.stringify({ id: 1, command: 'register', args }), false);
  expect(JSON.parse(answer)).toHaveProperty('error');
  await client.end();
});

test('what cannot be is said', async ({ accounts, run }) => {
  expectOneSentence(await run(['invite', '-d', 'none.sqlite']), 'There is no database none.sqlite');
  for (const args of [
    ['--uses', '0'],
    ['--days', '366'],
    ['--note', 'x'.repeat(101)],
  ])
    expect((await accounts(['invite', ...args])).code, args.join(' ')).toBe(2);
});
