import { mergeTests } from '@playwright/test';
import { abbreviate } from '../../main/protocol/deviceKey';
import { createFormats } from '../../main/texts/formats';
import { test as browser } from '../helpers/browser';
import { type MailServer, startMailServer } from '../helpers/mailServer';
import { expect, LET_IN, test as multiUser, REFUSED, statusOf } from '../helpers/multiUserRelay';
import { linkIn, PageVisitor, PHONE } from '../helpers/pageVisitor';
import { freePort } from '../helpers/ports';
import { RawDevice } from '../helpers/rawDevice';
import type { Heard } from '../helpers/rawWire';

// What a household does from the first page to the last: in a real browser, with the relay as a process, its mails by a
// real mail server, and devices that log in with the account that was made.

interface Place {
  readonly port: number;
  readonly origin: string;
  readonly mails: MailServer;
}

interface Kit {
  place: Place;
  visitor: (language?: 'en' | 'de', javaScriptEnabled?: boolean) => Promise<PageVisitor>;
  device: (username: string, password: string) => Promise<RawDevice>;
}

const test = mergeTests(multiUser, browser).extend<Kit>({
  place: async ({ multiUser, undo }, use) => {
    const mails = await startMailServer();
    undo(() => mails.close());
    const wanted = await freePort();
    const origin = `http://127.0.0.1:${wanted}`;
    const env = { RELAY_SMTP_URL: mails.url, RELAY_MAIL_FROM: 'relay@example.net', RELAY_PUBLIC_URL: origin };
    const { port } = await multiUser(env, ['--port', String(wanted)]);
    await use({ port, origin, mails });
  },
  visitor: async ({ browserWindow, place }, use) =>
    use(async (language = 'en', javaScriptEnabled = true) => {
      const locale = language === 'en' ? 'en-GB' : 'de-DE';
      const context = await browserWindow({ viewport: PHONE, locale, javaScriptEnabled });
      return new PageVisitor(await context.newPage(), place.origin, language, javaScriptEnabled);
    }),
  device: async ({ place, undo }, use) =>
    use(async (username, password) => {
      const device = await RawDevice.open({ port: place.port, username, password });
      undo(() => device.raw.end());
      return device.login();
    }),
});

const ANNA = 'anna@example.org';
const ANNAS_NEW = 'anna@example.com';
const FIRST = 'correct horse';
const SECOND = 'battery staple';
const THIRD = 'Zunder & Flachs';

test('an account from the first page to the last', async ({ place, visitor, device, accounts }) => {
  test.slow();
  const { port, origin, mails } = place;
  const anna = await visitor();

  await test.step('registers, and verifies by the link of the mail', async () => {
    await anna.open('/');
    await anna.isAt('/v1/');
    await anna.follow('common.register');
    await anna.submit({ email: ANNA, password: FIRST });
    await anna.reads('done.registered');
    expect(await statusOf(port, ANNA, FIRST)).toBe(REFUSED);
    const mail = await mails.next(ANNA);
    expect(mail.subject).toBe('Buckets Relay - Email Verification');
    await anna.open(linkIn(mail.text, origin));
    await anna.submit({});
    await anna.reads('done.verified');
    await anna.submit({ password: FIRST });
    await anna.isAt('/v1/account');
    await anna.reads('account.devices.none');
    await expect(anna.page.locator('main')).toContainText(`${origin}/v1/relay`);
  });

  const devices = [await device(ANNA, FIRST), await device(ANNA, FIRST)] as const;

  await test.step('two devices pass data, and the page tells of both and of the bytes', async () => {
    const budget = 'a budget\n'.repeat(20_000);
    await link(devices);
    await passes(devices, budget);
    await expect(async () => {
      await anna.open('/v1/account');
      const sum = anna.texts['account.traffic.sum'];
      const { bytes } = createFormats('en', 'en-GB');
      const [sent, received] = [sumOf(devices, 'sentBytes'), sumOf(devices, 'receivedBytes')];
      const text = sum.replace('{sent}', bytes(sent)).replace('{received}', bytes(received));
      await expect(anna.page.locator('main')).toContainText(text, { timeout: 1 });
    }).toPass();
    await expect(anna.page.locator('h1')).toHaveText('2 devices are connected.');
    for (const { key } of devices) await expect(anna.page.locator('main')).toContainText(abbreviate(key));
  });

  await test.step('changes the password: browsers are logged out, devices stay', async () => {
    const other = await visitor();
    await other.open('/v1/login');
    await other.submit({ email: ANNA, password: FIRST });
    await other.isAt('/v1/account');

    await anna.follow('account.settings.changePassword');
    await anna.submit({ password: FIRST, newPassword: SECOND });
    await anna.reads('done.passwordChanged');
    for (const one of [anna, other]) {
      await one.open('/v1/account');
      await one.isAt('/v1/login');
    }
    await anna.submit({ email: ANNA, password: FIRST });
    await anna.reads('problem.refused');
    expect(await statusOf(port, ANNA, FIRST)).toBe(REFUSED);
    expect(await statusOf(port, ANNA, SECOND)).toBe(LET_IN);
    await passes(devices, 'still here');
    await anna.submit({ email: ANNA, password: SECOND });
    await anna.isAt('/v1/account');
  });

  await test.step('moves to another address by the code that is mailed there', async () => {
    await anna.follow('account.settings.changeAddress');
    await anna.submit({ email: ANNAS_NEW, password: SECOND });
    await anna.reads('done.addressSent');
    await anna.submit({ code: 'A'.repeat(32) });
    await anna.reads('problem.wrongCode');
    const { code = '' } = await mails.next(ANNAS_NEW);
    await anna.submit({ code });
    await anna.reads('done.addressChanged');
    await expect(anna.page.locator('main')).toContainText(ANNAS_NEW);
    expect((await mails.next(ANNA)).text).toContain(ANNAS_NEW);
    expect(await statusOf(port, ANNA, SECOND)).toBe(REFUSED);
    expect(await statusOf(port, ANNAS_NEW, SECOND)).toBe(LET_IN);
    await passes(devices, 'still here');
  });

  const german = await visitor('de');

  await test.step('sets a forgotten password anew, in German', async () => {
    await german.open('/v1/login');
    await german.follow('login.forgot');
    await german.submit({ email: ANNAS_NEW });
    await german.reads('done.resetSent');
    const mail = await mails.next(ANNAS_NEW);
    expect(mail.text).toContain('Passwort');
    const link = linkIn(mail.text, origin);
    await german.open(link);
    await german.submit({ newPassword: THIRD });
    await german.reads('done.passwordSet');
    await german.submit({ email: ANNAS_NEW, password: THIRD });
    await german.isAt('/v1/account');
    expect(await statusOf(port, ANNAS_NEW, SECOND)).toBe(REFUSED);
    await anna.open('/v1/account');
    await anna.isAt('/v1/login');
    // It works once.
    await anna.open(link);
    await anna.submit({ newPassword: FIRST });
    await anna.reads('problem.wrongCode');
  });

  await test.step('deletes the account, and the devices are out', async () => {
    await german.follow('account.settings.deleteButton');
    await german.submit({ password: THIRD, sure: 'yes' });
    await german.reads('done.deleted');
    for (const one of devices) expect(await one.closed).toMatchObject({ code: 4005 });
    expect(await statusOf(port, ANNAS_NEW, THIRD)).toBe(REFUSED);
    expect((await accounts(['users'])).stdout.toString()).toBe('There are no users yet.\n');
  });
});

test('without a script: registered, verified by the code that was typed, and with a new password', async ({
  place,
  visitor,
}) => {
  test.slow();
  const { port, mails } = place;
  const bert = await visitor('en', false);
  await bert.open('/v1/register');
  await bert.submit({ email: ANNA, password: FIRST });
  const { code = '' } = await mails.next(ANNA);
  await bert.submit({ code: ` ${code.toLowerCase()} ` });
  await bert.reads('done.verified');
  await bert.submit({ password: FIRST });
  await bert.isAt('/v1/account');
  await bert.submit({});
  await bert.reads('done.loggedOut');

  await bert.open('/v1/forgot');
  await bert.submit({ email: ANNA });
  const reset = await mails.next(ANNA);
  await bert.submit({ code: reset.code ?? '', newPassword: SECOND });
  await bert.reads('done.passwordSet');
  expect(await statusOf(port, ANNA, FIRST)).toBe(REFUSED);
  expect(await statusOf(port, ANNA, SECOND)).toBe(LET_IN);
});

type Pair = readonly [RawDevice, RawDevice];

const sumOf = (devices: Pair, what: 'sentBytes' | 'receivedBytes'): number =>
  devices.reduce((sum, device) => sum + device[what], 0);

async function link(devices: Pair): Promise<void> {
  const [one, other] = devices;
  one.connect(other);
  other.connect(one);
  for (const device of devices) await hears(device, 'connected');
}

async function passes([from, to]: Pair, data: string): Promise<void> {
  from.data(to, data);
  expect((await hears(to, 'data')).data.toString()).toBe(data);
}

/** The next of this kind, past comings and goings. */
async function hears<K extends Heard['kind']>(
  device: RawDevice,
  kind: K,
): Promise<Heard & { readonly kind: K }> {
  for (;;) {
    const heard = await device.next();
    if (isOf(heard, kind)) return heard;
    expect(heard.kind).toBe('entered');
  }
}

const isOf = <K extends Heard['kind']>(heard: Heard, kind: K): heard is Heard & { readonly kind: K } =>
  heard.kind === kind;
