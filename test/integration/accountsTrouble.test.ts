import { join } from 'node:path';
import { loadSqlite } from '../../main/store/sqlite/native';
import { AuthClient } from '../helpers/authClient';
import { expect, test } from '../helpers/multiUserRelay';

// Registration in a relay as a process, whose database or mail server does not do what it should.

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
