import type { MailRecord } from '../../main/accounts/registration/registrationStores';
import { addUser, day, email, expect, test } from '../helpers/storeFixture';

// Which mails were sent, and which logins refused, in a real file.

const mail = (name: string, at: number): Omit<MailRecord, 'id'> => ({
  ...{ at, kind: 'reset', to: email(name), state: 'waiting', attempts: 0, problem: undefined },
});

test('mails are listed page by page, the newest first, as they stand', async ({ open }) => {
  const { mails } = await open();
  const ids = [];
  for (let at = 0; at < 5; at++) ids.push(await mails.add(mail('anna', at)));
  await mails.update(ids[1] ?? 0, 'failed', 3, 'No such mailbox.');
  await mails.update(ids[2] ?? 0, 'sent', 1, undefined);
  const first = await mails.list({ most: 3 });
  expect(first.map((record) => record.id)).toEqual([ids[4], ids[3], ids[2]]);
  const rest = await mails.list({ most: 3, before: first.at(-1)?.id ?? 0 });
  expect(rest).toEqual([
    { ...mail('anna', 1), id: ids[1], state: 'failed', attempts: 3, problem: 'No such mailbox.' },
    { ...mail('anna', 0), id: ids[0] },
  ]);
  expect(first[2]).toEqual({ ...mail('anna', 2), id: ids[2], state: 'sent', attempts: 1 });
});

test('old ones are forgotten, and those to a user who is removed', async ({ open }) => {
  const store = await open();
  const anna = await addUser(store, 'anna');
  for (const name of ['anna', 'bert']) for (const at of [1, 2, 3]) await store.mails.add(mail(name, at));
  await store.mails.clean(2);
  const left = async () => (await store.mails.list({ most: 9 })).map(({ to, at }) => [to, at]);
  expect(await left()).toHaveLength(4);
  await store.users.remove(anna);
  expect(await left()).toEqual([
    [email('bert'), 3],
    [email('bert'), 2],
  ]);
});

const refused = (date: string, address: string, count = 1, reason = 'wrong') => ({
  ...{ day: day(date), address, reason, count },
});

test('refused logins add up by day, address and reason, and the largest come first', async ({ open }) => {
  const { refusals } = await open();
  await refusals.add([
    refused('2026-11-27', '192.0.2.1', 2),
    refused('2026-11-27', '192.0.2.1', 3),
    refused('2026-11-28', '192.0.2.1', 1),
    refused('2026-11-28', '192.0.2.1', 7, 'unknown'),
  ]);
  await refusals.add([refused('2026-11-28', '192.0.2.1', 4)]);
  await refusals.add([]);
  const all = [
    refused('2026-11-28', '192.0.2.1', 7, 'unknown'),
    refused('2026-11-28', '192.0.2.1', 5),
    refused('2026-11-27', '192.0.2.1', 5),
  ];
  expect(await refusals.list(day('2026-01-01'), 9)).toEqual(all);
  expect(await refusals.list(day('2026-11-28'), 1)).toEqual(all.slice(0, 1));
  await refusals.clean(day('2026-11-28'));
  expect(await refusals.list(day('2026-01-01'), 9)).toEqual(all.slice(0, 2));
});

test('a day has ten thousand of them, and what is beyond is counted together', async ({ open }) => {
  const { refusals } = await open();
  const many = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => refused('2026-11-28', `host ${from + index}`));
  await refusals.add(many(0, 9_990));
  await refusals.add(many(9_980, 10_030));
  await refusals.add([...many(20_000, 20_005), refused('2026-11-28', 'host 0')]);
  await refusals.add(many(30_000, 30_001).map((entry) => ({ ...entry, day: day('2026-11-29') })));
  const rows = await refusals.list(day('2026-11-28'), 20_000);
  expect(rows).toHaveLength(10_002);
  expect(rows[0]).toEqual(refused('2026-11-28', '', 35));
  expect(rows.filter(({ address }) => address === 'host 0')).toEqual([refused('2026-11-28', 'host 0', 2)]);
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(9_990 + 50 + 6 + 1);
});
