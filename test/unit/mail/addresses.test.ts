import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { parseEmail } from '../../../main/accounts/user';
import { mailAddressOf } from '../../../main/mail/mailAddress';
import { parseSender, senderText } from '../../../main/mail/sender';
import { parseSmtpUrl } from '../../../main/mail/smtpServer';

test.describe('addresses that mails go to', () => {
  for (const [text, address = text] of [
    ['anna@example.org'],
    ['anna.b+buckets=1@mail.example.org'],
    ["o'hara{x}@example.org"],
    ['root@localhost'],
    ['anna@bücher.example', 'anna@xn--bcher-kva.example'],
    ['änna@example.org'],
  ] as const)
    test(text, () => expect(mailAddressOf(text)).toBe(address));

  for (const text of [
    'a,b@example.org',
    'a@b.example,c@d.example',
    '"a b"@example.org',
    '<a@example.org>',
    'a>b@example.org',
    'a@b@example.org',
    'a(comment)@example.org',
    'group:a@example.org',
    'a;b@example.org',
    'a\\b@example.org',
    '.a@example.org',
    'a..b@example.org',
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    'a@127.1',
    'a@-example.org',
    'a@exa_mple.org',
    'a@example%2eorg',
    'a@example.org\r\nBcc: b@example.org',
    'a\r\nBcc:b@example.org',
    'a\u0000@example.org',
    'a@',
    '@example.org',
    '',
  ])
    test(`not ${JSON.stringify(text)}`, () => expect(mailAddressOf(text)).toBeUndefined());

  test('none has a sign that ends it, or begins another one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (local, domain) => {
        const address = mailAddressOf(`${local}@${domain}`) ?? '';
        expect(address).not.toMatch(/[\s"(),:;<>\\[\]\p{Cc}]|@.*@/u);
      }),
    );
    fc.assert(
      fc.property(fc.emailAddress(), (text) => {
        const email = parseEmail(text) ?? '';
        expect(mailAddressOf(email)).toBe(email);
      }),
    );
  });
});

test('whom mails are from', () => {
  const read = (text: string) => {
    const sender = parseSender(text);
    return sender && senderText(sender);
  };
  expect(read(' relay@example.org ')).toBe('relay@example.org');
  expect(read('Our relay <relay@example.org>')).toBe('"Our relay" <relay@example.org>');
  expect(read('<relay@example.org>')).toBe('relay@example.org');
  for (const text of [
    '',
    'relay',
    'a@b.c, d@e.f',
    'A" <x@y.z>',
    'A\r\nBcc: b@c.d <x@y.z>',
    'A <x@y.z> <z@y.x>',
  ])
    expect(read(text), text).toBeUndefined();
});

test('how a mail server is named', () => {
  const login = { user: 'anna@example.org', password: 'p@ss/w:rd' };
  const who = 'anna%40example.org:p%40ss%2Fw%3Ard@';
  const host = 'mail.example.org';
  for (const [text, server] of [
    [`smtps://${who}${host}`, { host, port: 465, tls: 'always', login }],
    [`smtp://${who}${host}`, { host, port: 587, tls: 'startTls', login }],
    [`smtp://${host}:25/?tls=off`, { host, port: 25, tls: 'none', login: undefined }],
    ['smtp://localhost:1025', { host: 'localhost', port: 1025, tls: 'none', login: undefined }],
    ['smtp://127.0.0.1:1025', { host: '127.0.0.1', port: 1025, tls: 'none', login: undefined }],
    ['smtp://[::1]:25?tls=required', { host: '::1', port: 25, tls: 'startTls', login: undefined }],
  ] as const)
    expect(parseSmtpUrl(text), text).toEqual(server);
  for (const text of [
    '',
    host,
    `http://${host}`,
    'smtp://',
    `smtps://${host}?tls=off`,
    `smtp://${host}?tls=maybe`,
    `smtp://${host}?tls.rejectUnauthorized=false`,
    `smtp://${host}/path`,
    `smtp://${host}:99999`,
    `smtp://anna@${host}`,
    `smtp://anna:%zz@${host}`,
  ])
    expect(parseSmtpUrl(text), text).toBeUndefined();
});
