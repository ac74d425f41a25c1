import { expect } from '@playwright/test';
import { ok } from '../../../main/lib/result';
import { LATER, mailTo, nth, settle, test } from './outboxKit';

test('stopping waits for what is being sent, and gives the rest up', async ({
  outbox,
  tries,
  store,
  lines,
  clock,
}) => {
  const waits = outbox.send(mailTo('waits@example.org'));
  (await nth(tries, 1)).answer(LATER);
  expect(await waits).toBe('waiting');
  const sent = outbox.send(mailTo('anna@example.org'));
  const { answer } = await nth(tries, 2);
  const stopped = outbox.stop();
  await settle();
  expect(await outbox.send(mailTo('late@example.org'))).toBe('failed');
  answer(ok(''));
  await stopped;
  expect(await sent).toBe('sent');
  expect(store.all).toMatchObject([
    { to: 'waits@example.org', state: 'failed', problem: 'the relay was stopped' },
    { to: 'anna@example.org', state: 'sent' },
  ]);
  expect(lines.at(-1)).toBe('mails that were not sent yet, and are given up: 1');
  expect(clock.waiting).toBe(0);
});

test('it does not wait for a server that does not answer, nor for a database', async ({
  outbox,
  tries,
  clock,
  lines,
  store,
}) => {
  store.update = () => new Promise(() => {});
  const sent = outbox.send(mailTo('anna@example.org'));
  const { signal } = await nth(tries, 1);
  const stopped = outbox.stop();
  await settle();
  clock.pass(5_000);
  await stopped;
  expect(signal.aborted).toBe(true);
  expect(await sent).toBe('failed');
  expect(lines).toEqual(['mails that were not sent yet, and are given up: 1']);
  expect(clock.waiting).toBe(0);
});

test('it is over at once where nothing waits', async ({ outbox, lines, clock }) => {
  await outbox.stop();
  await outbox.stop();
  expect({ lines, waiting: clock.waiting }).toEqual({ lines: [], waiting: 0 });
});
