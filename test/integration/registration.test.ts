import { AuthClient } from '../helpers/authClient';
import { type MailServer, startMailServer } from '../helpers/mailServer';
import { test as base, expect, LET_IN, REFUSED, statusOf } from '../helpers/multiUserRelay';
import { RawDevice } from '../helpers/rawDevice';

// From a new address to a device that is let in, by the real relay on a real database, with mails that really arrive.

const ANNA = 'anna@example.org';

interface Kit {
  mails: MailServer;
  /** A relay for many users, whose mails arrive, and a page's side of its /v1/auth. */
  open: (args?: readonly string[]) => Promise<{ port: number; call: Call; stderr: () => string }>;
}

type Call = (command: string, args: Readonly<Record<string, string>>) => Promise<unknown>;

const test = base.extend<Kit>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  mails: async ({}, use) => {
    const server = await startMailServer();
    await use(server);
    await server.close();
  },
  open: async ({ multiUser, mails, undo }, use) =>
    use(async (args = []) => {
      const relay = await multiUser(
        { RELAY_SMTP_URL: mails.url, RELAY_MAIL_FROM: 'relay@example.net' },
        args,
      );
      const client = await AuthClient.open(relay.port, { 'Accept-Language': 'de' });
      undo(() => client.end());
      let id = 0;
      const call: Call = async (command, given) => {
        id += 1;
        client.say({ id, command, args: given });
        const { id: answered, ...outcome } = JSON.parse(await client.answers.next());
        expect(answered).toBe(id);
        return outcome;
      };
      return { port: relay.port, call, stderr: () => relay.stderr };
    }),
});

const codeFor = async (mails: MailServer, address: string): Promise<string> => {
  const { code } = await mails.next(address);
  if (code === undefined) throw new Error('a mail without a code');
  return code;
};

const DONE = { response: true };
const NOT_FOUND = { error: 'Not found' };

test('an address is registered, proved, and lets a device in; a forgotten password is set anew', async ({
  open,
  mails,
}) => {
  const { port, call, stderr } = await open();
  expect(await call('register', { email: 'Anna@Example.org', password: 'first' })).toEqual(DONE);
  expect(await call('register', { email: ANNA, password: 'another' })).toEqual({
    error: 'Account already exists',
  });
  expect(await statusOf(port, ANNA, 'first')).toBe(REFUSED);
  const wrong = '0'.repeat(32);
  expect(await call('verify', { email: ANNA, code: wrong })).toEqual({ response: false });
  const code = await codeFor(mails, ANNA);
  expect(await call('verify', { email: ANNA, code })).toEqual(DONE);
  const device = await RawDevice.open({ port, username: ANNA, password: 'first' });
  await device.login();
  await device.close();

  expect(await call('resetPassword', { email: ANNA })).toEqual({});
  const token = await codeFor(mails, ANNA);
  expect(await call('updatePassword', { token: wrong, new_password: 'second' })).toEqual(NOT_FOUND);
  expect(await call('updatePassword', { token, new_password: 'second' })).toEqual({});
  expect(await call('updatePassword', { token, new_password: 'third' })).toEqual(NOT_FOUND);
  expect([await statusOf(port, ANNA, 'first'), await statusOf(port, ANNA, 'second')]).toEqual([
    REFUSED,
    LET_IN,
  ]);

  for (const [command, args] of [
    ['sendVerify', { email: 'bea@example.org' }],
    ['resetPassword', { email: 'bea@example.org' }],
    ['verify', { email: 'bea@example.org', code: wrong }],
  ] as const)
    expect(await call(command, args), command).toEqual(NOT_FOUND);
  // Neither what was said nor what was mailed.
  for (const secret of [code, token, 'first', 'second', 'another']) expect(stderr()).not.toContain(secret);
});

test('mails are in the visitor’s language, and another code is sent when asked for', async ({
  open,
  mails,
}) => {
  const { call } = await open();
  await call('register', { email: ANNA, password: 'x' });
  expect((await mails.next(ANNA)).text).toMatch(/Konto|Adresse/);
  expect(await call('sendVerify', { email: ANNA })).toEqual(DONE);
  const code = await codeFor(mails, ANNA);
  expect(await call('verify', { email: ANNA, code })).toEqual(DONE);
});

test('who may register is as the relay is told', async ({ open, accounts }) => {
  const closed = await open(['--registration', 'closed']);
  const asked = { email: ANNA, password: 'x' };
  expect(await closed.call('register', asked)).toEqual({ error: expect.stringContaining('no new accounts') });
  const some = await open(['--allow-domains', 'example.org', '--deny-domains', 'mail.example.org']);
  const refused = { error: expect.stringContaining('domain') };
  for (const email of ['anna@example.net', 'anna@mail.example.org'])
    expect(await some.call('register', { ...asked, email })).toEqual(refused);
  expect(await some.call('register', asked)).toEqual(DONE);
  const invited = await open(['--registration', 'invite']);
  const needed = { error: expect.stringContaining('invite code') };
  expect(await invited.call('register', { ...asked, email: 'bea@example.org' })).toEqual(needed);
  expect((await accounts(['users'])).stdout.toString()).toMatch(/^anna@example\.org[^\n]*\n$/);
});

test('with private accounts nobody learns who has one, and the owner is told', async ({
  open,
  mails,
  addUser,
}) => {
  await addUser(ANNA, 'hers');
  const { call } = await open(['--private-accounts']);
  const answers = [];
  for (const email of [ANNA, 'bea@example.org'])
    answers.push([
      await call('register', { email, password: 'x' }),
      await call('resetPassword', { email: email.replace('bea', 'nobody') }),
      await call('verify', { email, code: '0'.repeat(32) }),
    ]);
  expect(answers[0]).toEqual(answers[1]);
  const [told, reset] = [await mails.next(ANNA), await mails.next(ANNA)];
  expect([told.code, reset.code].filter((code) => code !== undefined).length).toBe(1);
});
