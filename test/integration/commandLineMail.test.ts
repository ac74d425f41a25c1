import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newCode } from '../../main/accounts/registration/code';
import type { Email } from '../../main/accounts/user';
import { openMail } from '../../main/commands/server/multiUser/openMail';
import type { Check } from '../../preload/doctor';
import { test as base, expect, expectOneSentence } from '../helpers/commandLine';
import { type MailServer, type MailServerOptions, startMailServer } from '../helpers/mailServer';
import { MemoryMails } from '../helpers/memoryMails';
import { makePair } from '../helpers/openssl';

// How mails are sent, as the command line is told it: tried out with mail-test, looked at by the doctor.

interface Kit {
  mailServer: (options?: MailServerOptions) => Promise<MailServer>;
}

const test = base.extend<Kit>({
  mailServer: async ({ undo }, use) =>
    use(async (options) => {
      const server = await startMailServer(options);
      undo(() => server.close());
      return server;
    }),
});

const FROM = { RELAY_MAIL_FROM: 'Our relay <relay@example.net>' };
const ANNA = 'anna@example.org';
const login = { user: 'relay', password: 'top-secret/word' };

test('a test mail, as the environment, a config file or the options have it', async ({
  run,
  mailServer,
  folder,
}) => {
  const server = await mailServer({ login });
  await writeFile(
    join(folder, 'relay.toml'),
    `smtp-url = "${server.url}"\nmail-from = "file@example.net"\nmulti-user = true\n`,
    { mode: 0o600 },
  );
  for (const [args, env, from] of [
    [[], { ...FROM, RELAY_SMTP_URL: server.url }, 'relay@example.net'],
    [['--config', 'relay.toml'], {}, 'file@example.net'],
    [[], { RELAY_CONFIG: 'relay.toml' }, 'file@example.net'],
    [['--config', 'relay.toml'], FROM, 'relay@example.net'],
    [['--mail-from', 'option@example.net'], { ...FROM, RELAY_SMTP_URL: server.url }, 'option@example.net'],
  ] as const) {
    const { code, stdout, stderr } = await run(['mail-test', ANNA, ...args], { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.toString()).toMatch(
      /^localhost has taken the mail to anna@example\.org: 250 .*taken as 4711\n$/,
    );
    const mail = await server.next(ANNA);
    expect(mail.envelope.from).toBe(from);
    expect(mail.subject).toBe('Buckets Relay - Test');
    expect(mail.user).toBe(login.user);
  }
});

test('a server’s certificate is verified', async ({ run, mailServer, folder }) => {
  const { certificate, key } = await makePair(folder, 'mail');
  const pair = { cert: await readFile(certificate, 'utf8'), key: await readFile(key, 'utf8') };
  const server = await mailServer({ tls: 'always', pair });
  const env = { ...FROM, RELAY_SMTP_URL: server.url };
  expectOneSentence(
    await run(['mail-test', ANNA], { env }),
    'The certificate of localhost is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).',
  );
  const trusting = await run(['mail-test', ANNA], { env: { ...env, NODE_EXTRA_CA_CERTS: certificate } });
  expect(trusting.code).toBe(0);
  expect(await server.next(ANNA)).toMatchObject({ secure: true });
});

test('what is wrong is said with what to do, and no secret', async ({ run, mailServer, occupy }) => {
  const server = await mailServer({
    login,
    refuse: (command, address) =>
      command === 'mail' && address === 'refused@example.net' ? [553, '5.7.1 Not yours'] : undefined,
  });
  const { port, free } = await occupy();
  await free();
  for (const [url, more, said] of [
    [
      server.url.replace('top', 'other'),
      {},
      'localhost refused the login (535 5.7.8 Wrong user name or password). Check',
    ],
    [
      server.url,
      { RELAY_MAIL_FROM: 'refused@example.net' },
      'localhost takes no mails from this sender (553 5.7.1 Not yours). Give --mail-from',
    ],
    [`smtp://relay:top-secret@localhost:${port}`, {}, 'localhost cannot be reached (ECONNREFUSED). Check'],
    [`${server.url}?tls=required`, {}, 'localhost does not encrypt as it should (500'],
  ] as const) {
    const exit = await run(['mail-test', ANNA], { env: { ...FROM, RELAY_SMTP_URL: url, ...more } });
    expectOneSentence(exit, said);
    expect(exit.stderr).not.toContain('secret');
  }
  expectOneSentence(await run(['mail-test', 'anna,bob@example.org']), 'is no e-mail address');
  expectOneSentence(await run(['mail-test', ANNA]), 'There is nothing to try');
});

test('settings that cannot be are a usage error, without a secret', async ({ run }) => {
  for (const [env, said] of [
    [{ RELAY_SMTP_URL: 'smtp://localhost' }, '--mail-from (RELAY_MAIL_FROM) tells whom mails are from'],
    [
      { ...FROM, RELAY_SMTP_URL: 'smtp://relay:sec@ret@/host' },
      'It looks like smtps://USER:PASSWORD@smtp.example.org',
    ],
    [{ ...FROM, RELAY_SMTP_URL: 'smtp://localhost', POSTMARK_API_KEY: 'secret' }, 'give one of both'],
    [{ POSTMARK_API_KEY: 'secret\n with more' }, 'The key for Postmark (POSTMARK_API_KEY) is none'],
    [{ RELAY_MAIL_FROM: 'nobody', RELAY_SMTP_URL: 'smtp://localhost' }, 'is no sender'],
  ] as const) {
    const { code, stderr, stdout } = await run(['mail-test', ANNA], { env });
    expect({ code, stdout: stdout.toString() }, said).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/sec|ret@/);
  }
});

test('what is in force is printed without its secrets', async ({ run }) => {
  const env = {
    ...FROM,
    RELAY_SMTP_URL: 'smtps://relay:hidden@mail.example.net',
    POSTMARK_API_KEY: 'hidden-too',
    RELAY_PUBLIC_URL: 'https://Relay.example.net:443/buckets/',
  };
  const { code, stdout } = await run(['server', '--print-config', '--multi-user'], { env });
  expect(code).toBe(0);
  const printed = stdout.toString();
  expect(printed).not.toContain('hidden');
  expect(printed).toMatch(/^# smtp-url is not shown +# RELAY_SMTP_URL$/m);
  expect(printed).toMatch(/^# postmark-api-key is not shown +# POSTMARK_API_KEY$/m);
  expect(printed).toMatch(/^mail-from = "Our relay <relay@example\.net>" +# RELAY_MAIL_FROM$/m);
  for (const url of [
    'relay.example.net',
    'ftp://relay.example.net',
    'https://a:b@c.example',
    'https://c.example/?x',
  ])
    expect((await run(['server', '--public-url', url])).stderr).toContain('as https://relay.example.org');
});

test('the doctor logs in to the mail server, and sends nothing', async ({ run, mailServer }) => {
  const server = await mailServer({ login });
  const mailFinding = async (env: Readonly<Record<string, string>>) => {
    const { stdout } = await run(['doctor', '--json', '--database', 'accounts.sqlite'], { env });
    const { checks } = JSON.parse(stdout.toString()) as { checks: readonly Check[] };
    return checks.find(({ name }) => name === 'mail');
  };
  expect(await mailFinding({ ...FROM, RELAY_SMTP_URL: server.url })).toMatchObject({
    verdict: 'passed',
    finding: { kind: 'mailReady', server: 'localhost' },
  });
  expect(await mailFinding({ ...FROM, RELAY_SMTP_URL: server.url.replace('top', 'other') })).toMatchObject({
    verdict: 'failed',
    finding: { kind: 'mailFails', trouble: 'loginRefused' },
  });
  expect(await mailFinding({ RELAY_SMTP_URL: server.url })).toMatchObject({
    verdict: 'failed',
    finding: { kind: 'mailSettingsBad', detail: expect.stringContaining('--mail-from') },
  });
  expect(server.all).toEqual([]);
});

test('with the options of the server, mails are sent; without, the log has them, and says so at the start', async ({
  mailServer,
}) => {
  const server = await mailServer();
  const untold = { onFailure: () => {}, onRecovered: () => {} };
  const mail = { kind: 'verification', to: ANNA as Email, language: 'en', code: newCode() } as const;
  const publicUrl = 'https://relay.example.net';

  const store = new MemoryMails();
  const quiet: string[] = [];
  const settings = { smtpUrl: server.url, mailFrom: 'relay@example.net', publicUrl };
  const outbox = await openMail(settings, store, (text) => void quiet.push(text), untold);
  expect(await outbox.send(mail)).toBe('sent');
  expect((await server.next(ANNA)).code).toBe(mail.code);
  await outbox.stop();
  expect(store.all).toMatchObject([{ state: 'sent' }]);
  expect(quiet).toEqual([]);

  const lines: string[] = [];
  const logging = await openMail({ publicUrl }, store, (text) => void lines.push(text), untold);
  expect(lines).toEqual([expect.stringContaining('mails to users are written into this log')]);
  expect(await logging.send(mail)).toBe('sent');
  expect(lines.at(-1)?.split('\n')).toEqual(
    expect.arrayContaining([`To: ${ANNA}`, 'Subject: Buckets Relay - Email Verification', mail.code]),
  );
  await logging.stop();
});
