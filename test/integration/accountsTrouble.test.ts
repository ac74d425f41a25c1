import { join } from 'node:path';
import { loadSqlite } from '../../main/store/sqlite/native';
import { AuthClient } from '../helpers/authClient';
import { FormBrowser } from '../helpers/formBrowser';
import { expect, REFUSED, statusOf, test } from '../helpers/multiUserRelay';

// Accounts in a relay as a process, where something is not as it should be: what the operator hears of it.

test('a database that is held by another program is told to who asks, and to the operator why', async ({
  multiUser,
  folder,
  undo,
}) => {
  const server = await multiUser();
  const other = new (await loadSqlite())(join(folder, 'accounts.sqlite'));
  undo(() => other.close());
  other.exec('begin immediate');
  const client = await AuthClient.open(server.port);
  undo(() => client.end());
  const asked = { id: 1, command: 'register', args: { email: 'anna@example.org', password: 'secret' } };
  expect(await client.ask(JSON.stringify(asked))).toBe('{"id":1,"error":"Unexpected error"}');
  await server.until(
    'stderr',
    /what somebody asked for about an account could not be done: Another program holds \S+accounts\.sqlite/,
  );
  other.exec('rollback');
  expect(await client.ask(JSON.stringify(asked))).toBe('{"id":1,"response":true}');
});

test('who guesses on the pages is counted for the operator, as who guesses as a device', async ({
  addUser,
  multiUser,
  folder,
  undo,
}) => {
  await addUser('anna@example.org', 'secret');
  const server = await multiUser();
  const browser = new FormBrowser(`http://127.0.0.1:${server.port}`);
  await browser.open('/v1/login');
  await browser.submit({ email: 'anna@example.org', password: 'guess' });
  expect(browser.page.status).toBe(422);
  expect(await statusOf(server.port, 'anna@example.org', 'other')).toBe(REFUSED);
  server.child.kill('SIGTERM');
  await server.exited;
  const database = new (await loadSqlite())(join(folder, 'accounts.sqlite'));
  undo(() => database.close());
  const counted = database.prepare('select address, reason, count from login_refusals').all();
  expect(counted).toEqual([{ address: '127.0.0.1', reason: 'wrong', count: 2 }]);
});
