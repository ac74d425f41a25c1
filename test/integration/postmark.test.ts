import type { MailAddress } from '../../main/mail/mailAddress';
import { createPostmarkTransport, POSTMARK_FROM } from '../../main/mail/postmark';
import { POSTMARK_KEY, type Postmark, startPostmark } from '../helpers/postmark';
import { test as base, expect } from '../helpers/relayFixture';

// Mails by Postmark's API, to what stands in for it.

const test = base.extend<{ postmark: Postmark }>({
  postmark: async ({ undo }, use) => {
    const postmark = await startPostmark();
    undo(() => postmark.close());
    await use(postmark);
    expect(postmark.faults).toEqual([]);
  },
});

const never = new AbortController().signal;
const to = 'anna@example.org' as MailAddress;
const mail = { to, subject: 'Grüße', text: 'Ein Text.\n', html: '<!doctype html>\n<p>Ein Text.' };

const transportTo = (url: string, key = POSTMARK_KEY) =>
  createPostmarkTransport({ url, key, from: POSTMARK_FROM });

test('a mail is sent as deployed relays send it, with HTML beside its text', async ({ postmark }) => {
  const transport = transportTo(postmark.url);
  expect(await transport.check()).toEqual({ ok: true, value: undefined });
  expect(await transport.send(mail, never)).toEqual({ ok: true, value: 'OK' });
  expect(await postmark.next(to)).toEqual({
    From: 'relay@budgetwithbuckets.com',
    To: to,
    Subject: 'Grüße',
    MessageStream: 'outbound',
    TextBody: mail.text,
    HtmlBody: mail.html,
  });
});

for (const [status, ErrorCode, kind, trouble] of [
  [422, 300, 'permanent', 'refused'],
  [422, 400, 'permanent', 'senderRefused'],
  [422, 406, 'permanent', 'recipientRefused'],
  [401, 10, 'permanent', 'loginRefused'],
  [404, 0, 'permanent', 'refused'],
  [202, 0, 'permanent', 'refused'],
  [302, 0, 'permanent', 'refused'],
  [429, 0, 'temporary', 'refused'],
  [500, 0, 'temporary', 'refused'],
  [503, 100, 'temporary', 'refused'],
] as const)
  test(`${status} with ${ErrorCode} is ${kind}: ${trouble}`, async ({ postmark }) => {
    const Message = `No, ${POSTMARK_KEY}\n${'no '.repeat(1_000)}`;
    postmark.answer = { status, body: { ErrorCode, Message } };
    const sent = await transportTo(postmark.url).send(mail, never);
    expect(sent).toMatchObject({ ok: false, error: { kind, trouble } });
    const detail = sent.ok ? '' : sent.error.detail;
    expect(detail).toMatch(new RegExp(`^${status} No, • no no`));
    expect(detail.length).toBeLessThanOrEqual(200);
  });

test('an answer that is no JSON, or has no end to speak of, is none', async ({ postmark }) => {
  for (const body of ['<html>', 'x'.repeat(1_000_000), null, [], { ErrorCode: 'x', Message: {} }]) {
    postmark.answer = { status: 500, body };
    expect(await transportTo(postmark.url).send(mail, never)).toEqual({
      ok: false,
      error: { kind: 'temporary', trouble: 'refused', detail: '500' },
    });
  }
});

test('a wrong key is told, and shown nowhere', async ({ postmark }) => {
  const transport = transportTo(postmark.url, 'wrong-key');
  for (const result of [await transport.check(), await transport.send(mail, never)]) {
    expect(result).toMatchObject({ ok: false, error: { kind: 'permanent', trouble: 'loginRefused' } });
    expect(JSON.stringify(result)).not.toContain('wrong-key');
  }
});

test('what cannot be reached may be later', async ({ postmark, occupy }) => {
  const { port, free } = await occupy();
  await free();
  expect(await transportTo(`http://127.0.0.1:${port}`).send(mail, never)).toEqual({
    ok: false,
    error: { kind: 'temporary', trouble: 'noConnection', detail: 'ECONNREFUSED' },
  });
  expect(await transportTo('http://nobody.invalid').send(mail, never)).toMatchObject({
    ok: false,
    error: { kind: 'temporary', trouble: 'nameUnknown' },
  });
  const abort = new AbortController();
  abort.abort();
  expect(await transportTo(postmark.url).send(mail, abort.signal)).toMatchObject({
    ok: false,
    error: { kind: 'temporary', trouble: 'timedOut' },
  });
});
