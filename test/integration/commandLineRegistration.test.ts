import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../helpers/commandLine';

// Who may register, as `server` is told.

const PRINT = ['server', '--multi-user', '-d', 'accounts.sqlite', '--print-config'];

test('everybody may, unless told otherwise; the command line, the environment and a file tell', async ({
  run,
  folder,
}) => {
  const usual = (await run(PRINT)).stdout.toString();
  expect(usual).toContain('registration = "open"');
  expect(usual).toMatch(/private-accounts is not set/);

  const said = [
    '--registration',
    'closed',
    '--private-accounts',
    '--deny-domains',
    'Example.org,@example.net',
  ];
  const told = (await run([...PRINT, ...said])).stdout.toString();
  expect(told).toMatch(/registration = "closed"\s+# command line/);
  expect(told).toMatch(/private-accounts = true\s+# command line/);
  expect(told).toMatch(/deny-domains = "Example.org,@example.net"\s+# command line/);

  const env = {
    RELAY_REGISTRATION: 'invite',
    RELAY_PRIVATE_ACCOUNTS: 'yes',
    RELAY_ALLOW_DOMAINS: 'example.org',
  };
  const set = (await run(PRINT, { env })).stdout.toString();
  for (const [key, variable] of [
    ['registration = "invite"', 'RELAY_REGISTRATION'],
    ['private-accounts = true', 'RELAY_PRIVATE_ACCOUNTS'],
    ['allow-domains = "example.org"', 'RELAY_ALLOW_DOMAINS'],
  ])
    expect(set).toMatch(new RegExp(`${key}\\s+# ${variable}`));
  expect((await run(PRINT, { env: { RELAY_PRIVATE_ACCOUNTS: 'false' } })).stdout.toString()).toMatch(
    /private-accounts is not set/,
  );

  await writeFile(
    join(folder, 'relay.toml'),
    'multi-user = true\nregistration = "invite"\nprivate-accounts = true\nallow-domains = "example.org"\n',
  );
  const read = (await run(['server', '--config', 'relay.toml', '--print-config'])).stdout.toString();
  expect(read).toMatch(/registration = "invite"\s+# .*relay\.toml/);
  expect(read).toMatch(/allow-domains = "example.org"\s+# .*relay\.toml/);
});

test('what cannot be is said', async ({ run }) => {
  for (const [args, sentence] of [
    [['--multi-user', '--registration', 'everybody'], /Allowed choices are open, invite, closed/],
    [['--multi-user', '--allow-domains', 'example.org,a b'], /'a b' is none/],
    [['--multi-user', '--deny-domains', ''], /'' is none/],
    [['--registration', 'open'], /--registration is for --multi-user/],
    [['--private-accounts'], /--private-accounts is for --multi-user/],
    [['--allow-domains', 'example.org'], /--allow-domains is for --multi-user/],
    [['--deny-domains', 'example.org'], /--deny-domains is for --multi-user/],
  ] as const) {
    const { code, stderr } = await run(['server', '--port', '0', ...args]);
    expect(stderr, args.join(' ')).toMatch(sentence);
    expect(code).toBe(2);
  }
  const { code, stderr } = await run(['server', '--port', '0'], {
    env: { RELAY_PRIVATE_ACCOUNTS: 'perhaps' },
  });
  expect([code, stderr]).toEqual([2, expect.stringContaining('RELAY_PRIVATE_ACCOUNTS is true or false.')]);
});
