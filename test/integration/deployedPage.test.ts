import { AuthClient } from '../helpers/authClient';
import type { Cli } from '../helpers/commandLine';
import { expect, LET_IN, test as multiUser, REFUSED, statusOf } from '../helpers/multiUserRelay';
import { POSTMARK_KEY, type Postmark, startPostmark } from '../helpers/postmark';

// The calls of the page that people have: its script counts ids from 1 up, and looks at `error` first and at `response`
// then. Played to the relay as a process, with the mails in its log, and by Postmark.

/** Gives the code of the next mail to an address. */
type ReadMail = (to: string) => Promise<string>;

interface Kit {
  postmark: Postmark;
  deployed: (relay: { readonly port: number }) => Promise<DeployedPage>;
}

const test = multiUser.extend<Kit>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  postmark: async ({}, use) => {
    const postmark = await startPostmark();
    await use(postmark);
    await postmark.close();
  },
  deployed: async ({ undo }, use) =>
    use(async ({ port }) => {
      const client = await AuthClient.open(port, { Origin: `http://127.0.0.1:${port}` });
      undo(() => client.end());
      return new DeployedPage(client);
    }),
});

/** What its script makes of an answer. */
class DeployedPage {
  private id = 0;

  constructor(private readonly client: AuthClient) {}

  /** The response, `undefined` where there is none; rejects with what an error says. */
  async call(command: string, args: Readonly<Record<string, string>>): Promise<unknown> {
    this.id += 1;
    const answer = JSON.parse(await this.client.ask(JSON.stringify({ id: this.id, command, args })));
    expect(answer.id).toBe(this.id);
    expect(Object.keys(answer).length).toBeLessThanOrEqual(2);
    if (answer.error) throw new Error(answer.error);
    return answer.response;
  }
}

const email = 'Anna@Example.org';
const ANNA = 'anna@example.org';
const FIRST = 'correct horse';
const SECOND = 'battery staple';
const NOBODY = 'nobody@example.org';

/** All that it can do, and all that can be wrong with it. */
async function everything(page: DeployedPage, { port }: { readonly port: number }, readMail: ReadMail) {
  for (const command of ['sendVerify', 'resetPassword'])
    await expect(page.call(command, { email: NOBODY })).rejects.toThrow(/^Not found$/);
  await expect(page.call('verify', { email: NOBODY, code: 'x' })).rejects.toThrow(/^Not found$/);

  expect(await page.call('register', { email, password: FIRST })).toBe(true);
  const early = await readMail(ANNA);
  await expect(page.call('register', { email, password: 'other' })).rejects.toThrow(
    /^Account already exists$/,
  );
  expect(await page.call('verify', { email, code: 'x' })).toBe(false);
  expect(await statusOf(port, email, FIRST)).toBe(REFUSED);
  expect(await page.call('sendVerify', { email })).toBe(true);
  const code = await readMail(ANNA);
  expect(code).not.toBe(early);
  expect(await page.call('verify', { email, code: early })).toBe(true);
  expect(await page.call('verify', { email, code: 'x' })).toBe(true);
  expect(await statusOf(port, email, FIRST)).toBe(LET_IN);

  expect(await page.call('resetPassword', { email })).toBeUndefined();
  const token = await readMail(ANNA);
  const update = (token: string) => page.call('updatePassword', { token, new_password: SECOND });
  for (const wrong of ['x', code]) await expect(update(wrong)).rejects.toThrow(/^Not found$/);
  expect(await update(token)).toBeUndefined();
  await expect(update(token)).rejects.toThrow(/^Not found$/);
  expect(await statusOf(port, email, FIRST)).toBe(REFUSED);
  expect(await statusOf(port, email, SECOND)).toBe(LET_IN);

  await expect(page.call('changeEverything', {})).rejects.toThrow(/^Unknown command$/);
  await expect(page.call('register', { email })).rejects.toThrow(/^Unexpected error$/);
}

/** Reads the mails that a relay writes into its log, one after the other. */
function logOf(relay: Cli): ReadMail {
  let read = 0;
  return async (to) => {
    const mails = new RegExp(`(?:^To: ${to}\\n[^]*?^([0-9A-F]{32})\\n[^]*?){${read + 1}}`, 'm');
    read += 1;
    return (await relay.until('stderr', mails))[1] ?? '';
  };
}

test('with the mails in the log', async ({ multiUser, deployed }) => {
  const relay = await multiUser();
  await everything(await deployed(relay), relay, logOf(relay));
  expect(relay.stderr).not.toMatch(new RegExp(`${FIRST}|${SECOND}`));
});

test('with Postmark, as deployed relays send their mails', async ({ multiUser, deployed, postmark }) => {
  const relay = await multiUser(at(postmark));
  await everything(await deployed(relay), relay, async (to) => {
    const { From, Subject, TextBody } = await postmark.next(to);
    expect(From).toBe('relay@budgetwithbuckets.com');
    expect(Subject).toMatch(/^Buckets Relay - (Email Verification|Password Reset)$/);
    return /^[0-9A-F]{32}$/m.exec(TextBody)?.[0] ?? '';
  });
  expect(postmark.faults).toEqual([]);
  expect(relay.stderr).not.toMatch(new RegExp(`${POSTMARK_KEY}|[0-9A-F]{32}`));
});

test('with a Postmark that refuses: the user is made, and the mail asked for again', async ({
  multiUser,
  deployed,
  postmark,
}) => {
  const relay = await multiUser(at(postmark));
  const calls = await deployed(relay);
  postmark.answer = { status: 422, body: { ErrorCode: 406, Message: 'Inactive recipient' } };
  for (const [command, args] of [
    ['register', { email, password: FIRST }],
    ['sendVerify', { email }],
    ['resetPassword', { email }],
  ] as const)
    await expect(calls.call(command, args)).rejects.toThrow(/^Failed to send email$/);
  postmark.answer = undefined;
  expect(await calls.call('sendVerify', { email })).toBe(true);
});

/**
 * Has a relay send by Postmark, and what it asks of Postmark's address asked of the one that stands in for it: where that
 * is, no option tells.
 */
function at({ url }: Postmark): Readonly<Record<string, string>> {
  const script = `const real = fetch; globalThis.fetch = (to, ...more) => real(String(to).replace('https://api.postmarkapp.com', '${url}'), ...more);`;
  return {
    POSTMARK_API_KEY: POSTMARK_KEY,
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}`,
  };
}
