import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { newCode } from '../../main/accounts/registration/code';
import type { Email } from '../../main/accounts/user';
import { composeMail } from '../../main/mail/composeMail';
import { type MailAddress, mailAddressOf } from '../../main/mail/mailAddress';
import type { MailContent, MailTransport } from '../../main/mail/mailTransport';
import { parseSender } from '../../main/mail/sender';
import { createSmtpTransport } from '../../main/mail/smtp';
import { parseSmtpUrl } from '../../main/mail/smtpServer';
import { type MailServer, type MailServerOptions, startMailServer } from '../helpers/mailServer';
import { makePair } from '../helpers/openssl';
import { test as base, expect } from '../helpers/relayFixture';

// Mails over SMTP, to a real server.

interface Kit {
  mailServer: (options?: MailServerOptions) => Promise<MailServer>;
  /** A certificate for localhost, by itself. */
  pair: { readonly cert: string; readonly key: string };
  /** What listens in place of a mail server; gives its address. */
  listener: (onSocket: (socket: Socket) => void) => Promise<string>;
}

const test = base.extend<Kit>({
  mailServer: async ({ undo }, use) =>
    use(async (options) => {
      const server = await startMailServer(options);
      undo(() => server.close());
      return server;
    }),
  pair: async ({ folder }, use) => {
    const { certificate, key } = await makePair(folder, 'mail');
    await use({ cert: await readFile(certificate, 'utf8'), key: await readFile(key, 'utf8') });
  },
  listener: async ({ undo }, use) =>
    use(async (onSocket) => {
      const sockets = new Set<Socket>();
      const server = createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => undefined);
        onSocket(socket);
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      undo(() => {
        for (const socket of sockets) socket.destroy();
        server.close();
      });
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      return `smtp://127.0.0.1:${address.port}`;
    }),
});

const never = new AbortController().signal;
const code = newCode();

function transportTo(
  url: string,
  { ca, from = 'Das Relais für alle <relay@example.net>' }: { ca?: string; from?: string } = {},
): MailTransport {
  const [server, sender] = [parseSmtpUrl(url), parseSender(from)];
  if (!server || !sender) throw new Error(url);
  return createSmtpTransport({ server, from: sender, ...(ca !== undefined && { ca }) });
}

const german: MailContent = composeMail(
  { kind: 'newAddress', to: 'anna@example.org' as Email, language: 'de', code },
  { publicUrl: 'https://relay.example.net' },
);

const anna = 'anna@example.org' as MailAddress;

test('a mail comes as it was written', async ({ mailServer }) => {
  const server = await mailServer();
  const subject = 'Buckets Relay - Bestätigung für Ärzte, Öfen & Übermut';
  const sent = await transportTo(server.url).send({ ...german, subject, to: anna }, never);
  expect(sent).toEqual({ ok: true, value: expect.stringContaining('taken as 4711') });
  const mail = await server.next(anna);
  expect(mail.envelope).toEqual({ from: 'relay@example.net', to: [anna] });
  expect(mail.from?.value).toEqual([{ name: 'Das Relais für alle', address: 'relay@example.net' }]);
  expect(mail.headers.get('to')).toMatchObject({ text: anna });
  expect(mail.subject).toBe(subject);
  expect(mail.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(german.text.trimEnd());
  expect(mail.html).toBe(german.html);
  expect(mail.code).toBe(code);
  expect(mail.messageId).toMatch(/^<[^\s@]+@example\.net>$/);
  expect(Math.abs(Date.now() - (mail.date?.getTime() ?? 0))).toBeLessThan(24 * 60 * 60_000);
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  expect(mail.headers.has('x-mailer')).toBe(false);
  // Headers and body are in signs that every server passes on.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is meant
  expect(mail.raw).toMatch(/^[\x00-\x7f]*$/);
});

test('nothing that an address holds becomes another recipient or header', async ({ mailServer }) => {
  const server = await mailServer();
  const transport = transportTo(server.url);
  const odd = ["o'hara{x}!%#@example.org", '=?utf-8?q?b=40c.example?=@example.org', 'bcc=b@example.org'];
  for (const text of odd) {
    const to = mailAddressOf(text);
    if (!to) throw new Error(text);
    expect(await transport.send({ ...german, to }, never), text).toMatchObject({ ok: true });
    const mail = await server.next(text);
    expect(mail.envelope.to).toEqual([text]);
    expect(mail.raw).toContain(`\r\nTo: ${text}\r\n`);
    expect(mail.bcc).toBeUndefined();
  }
  // Even what is no such address, and should not come here, is sent to nobody else.
  for (const text of [
    'a@b.example, c@d.example',
    '"a@b.example, c"@d.example',
    'a@b.example\r\nBcc: c@d.example',
    'x <a@b.example>',
  ])
    await transport.send({ ...german, to: text as MailAddress }, never);
  for (const { envelope, bcc } of server.all) {
    expect(envelope.to).toHaveLength(1);
    expect(['a@b.example', 'c@d.example']).not.toContain(envelope.to[0]);
    expect(bcc).toBeUndefined();
  }
});

test.describe('with TLS', () => {
  const login = { user: 'relay', password: 'pass/w:ord' };

  for (const tls of ['always', 'startTls'] as const)
    test(`${tls}: logs in, and is verified`, async ({ mailServer, pair }) => {
      const server = await mailServer({ tls, pair, login });
      const transport = transportTo(server.url, { ca: pair.cert });
      expect(await transport.check()).toEqual({ ok: true, value: undefined });
      expect(await transport.send({ ...german, to: anna }, never)).toMatchObject({ ok: true });
      expect(await server.next(anna)).toMatchObject({ user: login.user, secure: true });
      const untrusting = transportTo(server.url);
      const refused = { ok: false, error: { kind: 'temporary', trouble: 'certificate' } };
      expect(await untrusting.check()).toMatchObject(refused);
      expect(await untrusting.send({ ...german, to: anna }, never)).toMatchObject(refused);
      expect(server.all).toHaveLength(1);
    });

  test('nothing is sent to a server that does not encrypt, the password neither', async ({ mailServer }) => {
    const server = await mailServer({ login });
    const transport = transportTo(`${server.url}?tls=required`);
    const refused = { ok: false, error: { kind: 'permanent', trouble: 'notEncrypted' } };
    expect(await transport.check()).toMatchObject(refused);
    expect(await transport.send({ ...german, to: anna }, never)).toMatchObject(refused);
    expect(server.all).toEqual([]);
  });

  test('a server that does not begin in TLS', async ({ mailServer }) => {
    const server = await mailServer();
    const transport = transportTo(server.url.replace('smtp:', 'smtps:'));
    expect(await transport.check()).toMatchObject({ ok: false, error: { trouble: 'notEncrypted' } });
  });
});

test('a wrong password is told for good, and nowhere shown', async ({ mailServer }) => {
  const login = { user: 'relay', password: 'correct horse' };
  const wrong = 'wrong horse';
  const server = await mailServer({
    login,
    refuse: (command) =>
      command === 'auth'
        ? [535, `5.7.8 Not ${wrong}, ${Buffer.from(`\0relay\0${wrong}`).toString('base64')}`]
        : undefined,
  });
  const transport = transportTo(server.url.replace('correct', 'wrong'));
  const problem = { kind: 'permanent', trouble: 'loginRefused', detail: '535 5.7.8 Not •, •' };
  expect(await transport.check()).toEqual({ ok: false, error: problem });
  expect(await transport.send({ ...german, to: anna }, never)).toEqual({ ok: false, error: problem });
});

test('a login is not left out where the server offers none', async ({ mailServer }) => {
  const server = await mailServer();
  const transport = transportTo(server.url.replace('//', '//relay:password@'));
  expect(await transport.send({ ...german, to: anna }, never)).toMatchObject({
    ok: false,
    error: { trouble: 'loginRefused' },
  });
  expect(server.all).toEqual([]);
});

for (const [command, trouble] of [
  ['mail', 'senderRefused'],
  ['rcpt', 'recipientRefused'],
  ['data', 'refused'],
] as const)
  for (const [status, kind] of [
    [451, 'temporary'],
    [550, 'permanent'],
  ] as const)
    test(`${command} answered ${status} is ${kind}`, async ({ mailServer }) => {
      const said = `5.1.1 No\u0007, ${'not '.repeat(500)}`;
      const server = await mailServer({
        refuse: (asked) => (asked === command ? [status, said] : undefined),
      });
      const sent = await transportTo(server.url).send({ ...german, to: anna }, never);
      expect(sent).toMatchObject({ ok: false, error: { kind, trouble } });
      if (sent.ok) return;
      expect(sent.error.detail).toMatch(new RegExp(`^${status} 5\\.1\\.1 No ?, not not`));
      expect(sent.error.detail.length).toBeLessThanOrEqual(200);
      expect(server.all).toEqual([]);
    });

test.describe('a server that', () => {
  const sendTo = (url: string, signal = never) => transportTo(url).send({ ...german, to: anna }, signal);

  test('is not there', async ({ listener, occupy }) => {
    const { port, free } = await occupy();
    await free();
    expect(await sendTo(`smtp://127.0.0.1:${port}`)).toEqual({
      ok: false,
      error: { kind: 'temporary', trouble: 'noConnection', detail: 'ECONNREFUSED' },
    });
    expect(await listener(() => {})).toContain('smtp:');
  });

  test('has no address', async () => {
    expect(await sendTo('smtp://nobody.invalid?tls=off')).toMatchObject({
      ok: false,
      error: { kind: 'temporary', trouble: 'nameUnknown' },
    });
  });

  test('ends the connection at once, or in the middle of a mail', async ({ listener, mailServer }) => {
    const gone = { ok: false, error: { kind: 'temporary', trouble: 'noConnection' } };
    expect(await sendTo(await listener((socket) => socket.end()))).toMatchObject(gone);
    const server = await mailServer({ onData: () => server.close() });
    expect(await sendTo(server.url)).toMatchObject({ ok: false, error: { kind: 'temporary' } });
  });

  test('says nothing is let go once nobody waits', async ({ listener }) => {
    const abort = new AbortController();
    const url = await listener(() => abort.abort());
    expect(await sendTo(url, abort.signal)).toMatchObject({
      ok: false,
      error: { kind: 'temporary', trouble: 'timedOut' },
    });
  });

  test('speaks something else', async ({ listener }) => {
    const url = await listener((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await sendTo(url)).toMatchObject({ ok: false, error: { kind: 'temporary' } });
  });
});
