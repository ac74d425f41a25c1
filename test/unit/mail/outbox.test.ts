import { expect } from '@playwright/test';
import { err, ok } from '../../../main/lib/result';
import { mailDetail } from '../../../main/mail/mailDetail';
import { MOST_WAITING } from '../../../main/mail/outbox';
import { code, LATER, MINUTE, mailTo, NEVER, nth, settle, test } from './outboxKit';

// What is sent when, and again, and no more.

test('a mail that is taken is sent', async ({ outbox, tries, store, outcomes, lines }) => {
  const sent = outbox.send(mailTo('anna@example.org'));
  const { mail, answer } = await nth(tries, 1);
  expect(mail.to).toBe('anna@example.org');
  expect(mail.text).toContain(`\n${code}\n`);
  expect(outbox.waiting).toBe(1);
  answer(ok('250 taken'));
  expect(await sent).toBe('sent');
  expect(outbox.waiting).toBe(0);
  await settle();
  expect(store.all).toMatchObject([{ to: 'anna@example.org', kind: 'reset', state: 'sent', attempts: 1 }]);
  expect({ outcomes, lines }).toEqual({ outcomes: ['sent'], lines: [] });
});

test('one that is refused for good has failed', async ({ outbox, tries, store, outcomes, lines }) => {
  const sent = outbox.send(mailTo('anna@example.org'));
  const problem = { ...NEVER.error, detail: `550 anna@example.org ${code}` };
  (await nth(tries, 1)).answer(err(problem));
  expect(await sent).toBe('failed');
  await settle();
  expect(store.all).toMatchObject([
    {
      state: 'failed',
      attempts: 1,
      problem: 'the mail server refused the recipient (550 anna@example.org •)',
    },
  ]);
  expect(outcomes).toEqual(['failed']);
  // The log has neither the code nor whose it was.
  expect(lines).toEqual(['a mail (reset) was not sent: the mail server refused the recipient (550 • •)']);
});

test('of a code that a server repeats in part, in lower case or in pieces, nothing is told', async ({
  outbox,
  tries,
  store,
  lines,
}) => {
  const sent = outbox.send(mailTo('anna@example.org'));
  const parts = `${code.toLowerCase()} ${code.slice(0, 16)} ${code.slice(16)} code=3D${code}`;
  // The last one does not fit into what is kept of an answer.
  const detail = mailDetail(`554 ${parts} ${'.'.repeat(60)} ${code}`, []);
  expect(detail).toContain(code.slice(0, 20));
  (await nth(tries, 1)).answer(err({ ...NEVER.error, detail }));
  expect(await sent).toBe('failed');
  await settle();
  const told = `${lines.join()} ${store.all[0]?.problem}`;
  expect(told).toContain('554 • • • code=• ...');
  for (let at = 0; at <= code.length - 8; at++)
    expect(told.toUpperCase()).not.toContain(code.slice(at, at + 8));
});

test('one that cannot be taken yet is tried again, as long as its code works', async ({
  outbox,
  tries,
  clock,
  store,
  outcomes,
  lines,
}) => {
  const sent = outbox.send(mailTo('anna@example.org'));
  (await nth(tries, 1)).answer(LATER);
  expect(await sent).toBe('waiting');
  expect(store.all).toMatchObject([
    { state: 'waiting', attempts: 1, problem: expect.stringContaining('451') },
  ]);
  let n = 1;
  for (const ms of [10_000, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE]) {
    clock.pass(ms - 1);
    await settle();
    expect(tries.all).toHaveLength(n);
    clock.pass(1);
    n += 1;
    (await nth(tries, n)).answer(LATER);
    await settle();
  }
  clock.pass(24 * 60 * MINUTE);
  await settle();
  expect(tries.all).toHaveLength(6);
  expect(outbox.waiting).toBe(0);
  expect(clock.waiting).toBe(0);
  expect(store.all).toMatchObject([{ state: 'failed', attempts: 6 }]);
  expect(outcomes).toEqual([...Array(5).fill('retried'), 'failed']);
  // Said at the first time, and at the end.
  expect(lines).toHaveLength(2);
});

test('once it is taken at a later try, that is said', async ({ outbox, tries, clock, store, lines }) => {
  const sent = outbox.send(mailTo('anna@example.org'));
  (await nth(tries, 1)).answer(LATER);
  expect(await sent).toBe('waiting');
  clock.pass(10_000);
  (await nth(tries, 2)).answer(ok('250 taken'));
  await settle();
  expect(store.all).toMatchObject([{ state: 'sent', attempts: 2, problem: undefined }]);
  expect(lines).toEqual([expect.stringContaining('tried again'), 'mails are sent again']);
});

test('who asked waits ten seconds for a slow server, which is given longer', async ({
  outbox,
  tries,
  clock,
  store,
}) => {
  const sent = outbox.send(mailTo('anna@example.org'));
  const { answer } = await nth(tries, 1);
  clock.pass(10_000);
  expect(await sent).toBe('waiting');
  answer(ok('250 taken'));
  await settle();
  expect(store.all).toMatchObject([{ state: 'sent', attempts: 1 }]);
});

test('a server that never answers is let go, and asked again', async ({ outbox, tries, clock }) => {
  const sent = outbox.send(mailTo('anna@example.org'));
  const { signal } = await nth(tries, 1);
  clock.pass(90_000);
  expect(signal.aborted).toBe(true);
  expect(await sent).toBe('waiting');
  await settle();
  clock.pass(10_000);
  await nth(tries, 2);
});

test('five are sent at once, and who floods one address keeps nobody else waiting', async ({
  outbox,
  tries,
}) => {
  for (let i = 0; i < 50; i += 1) void outbox.send(mailTo('flooded@example.org'));
  await settle();
  expect(tries.all).toHaveLength(5);
  void outbox.send(mailTo('anna@example.org'));
  for (const { answer } of tries.all.slice(0, 2)) answer(ok(''));
  await tries.until(({ mail }) => mail.to === 'anna@example.org');
  expect(tries.all).toHaveLength(7);
});

test('a code that has expired while it waited for its turn is not sent', async ({
  outbox,
  tries,
  clock,
  store,
}) => {
  for (let i = 0; i < 5; i += 1) void outbox.send(mailTo('slow@example.org'));
  const late = outbox.send(mailTo('anna@example.org'));
  const first = await nth(tries, 5);
  // All at once, so that the servers' time is up and the code's as well.
  clock.pass(60 * MINUTE);
  expect(first.signal.aborted).toBe(true);
  expect(await late).toBe('waiting');
  await settle();
  expect(tries.all.filter(({ mail }) => mail.to === 'anna@example.org')).toEqual([]);
  expect(store.all.at(-1)).toMatchObject({ state: 'failed', attempts: 0 });
});

test('where too many wait, one more fails at once, and that is told once', async ({
  outbox,
  store,
  lines,
}) => {
  for (let i = 0; i < MOST_WAITING; i += 1) void outbox.send(mailTo(`user${i}@example.org`));
  expect(outbox.waiting).toBe(MOST_WAITING);
  expect(await outbox.send(mailTo('anna@example.org'))).toBe('failed');
  expect(await outbox.send(mailTo('anna@example.org'))).toBe('failed');
  expect(outbox.waiting).toBe(MOST_WAITING);
  expect(store.all).toHaveLength(MOST_WAITING);
  expect(lines).toEqual(['a mail (reset) was not sent: 1000 wait already']);
});

test('an address that is none for mail servers is told to none', async ({ outbox, tries, store }) => {
  expect(await outbox.send(mailTo('a,b@example.org'))).toBe('failed');
  await settle();
  expect(tries.all).toEqual([]);
  expect(store.all).toMatchObject([{ state: 'failed', attempts: 0 }]);
});

test('a database that fails stops no mail, and is told of once', async ({
  outbox,
  tries,
  store,
  storeFaults,
}) => {
  store.problem = new Error('away');
  for (const n of [1, 2]) {
    const sent = outbox.send(mailTo('anna@example.org'));
    (await nth(tries, n)).answer(ok(''));
    expect(await sent).toBe('sent');
  }
  await settle();
  expect(storeFaults).toEqual(['Error: away']);
  store.problem = undefined;
  void outbox.send(mailTo('anna@example.org'));
  await settle();
  expect(storeFaults).toEqual(['Error: away', 'recovered']);
});
