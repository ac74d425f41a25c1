import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CliOptions, expect, expectOneSentence, LOGIN, test } from '../helpers/commandLine';
import { makePair } from '../helpers/openssl';

// `server --config`: the same options in a file, and what is in force in the end.

const listening = /^listening on (https?):\/\/(\S+):(\d+)\/v1\/relay\n/;

/** The lines of `--print-config`, by key: the value as it stands there, and where it is from. */
function printed(stdout: Buffer): Map<string, readonly [string, string | undefined]> {
  const lines = stdout.toString().trimEnd().split('\n');
  return new Map(
    lines.map((line) => {
      const found = /^(?:# )?([\w-]+) (?:= )?(.*?)(?:\s+# (.*))?$/.exec(line);
      if (!found) throw new Error(`not understood: ${line}`);
      const [, key = '', value = '', source] = found;
      return [key, [value, source]];
    }),
  );
}

test('a relay can be told everything in a file', async ({ cli, folder }) => {
  await mkdir(join(folder, 'etc'));
  await makePair(join(folder, 'etc'), 'own');
  await writeFile(join(folder, 'etc/password.txt'), 'secret\n');
  await writeFile(
    join(folder, 'etc/relay.toml'),
    [
      '# The relay of this house.',
      'port = 0',
      'address = "127.0.0.1"',
      'username = "household"',
      'password-file = "password.txt"',
      'tls = "own.pem,own.key"',
      'advertise = false',
      'fast-path = false',
      'log-format = "json"',
      "log-file = '../relay.log'",
    ].join('\n'),
  );
  const server = cli(['server', '--config', 'etc/relay.toml']);
  await server.until('stdout', listening);
  expect(server.stdout.toString()).toMatch(/^listening on https:/);
  // Its folder is where paths in it begin.
  expect((await stat(join(folder, 'relay.log'))).mode & 0o777).toBe(0o600);
});

test('options count before variables, these before the file, and that before what is usual', async ({
  run,
  folder,
}) => {
  await writeFile(
    join(folder, 'relay.toml'),
    'port = 1001\naddress = "::1"\nname = "File"\nconnections = 7\nadvertise = true\nlog-level = "error"\n',
  );
  const env = {
    RELAY_CONFIG: 'relay.toml',
    RELAY_PORT: '1002',
    RELAY_ADDRESS: '0.0.0.0',
    RELAY_CONNECTIONS: '',
  };
  const exit = await run(['server', '--port', '1003', '--no-advertise', '--print-config'], { env });
  expect(exit).toMatchObject({ code: 0, stderr: '' });
  const config = printed(exit.stdout);
  expect(config.get('port')).toEqual(['1003', 'command line']);
  expect(config.get('address')).toEqual(['"0.0.0.0"', 'RELAY_ADDRESS']);
  expect(config.get('name')).toEqual(['"File"', 'relay.toml']);
  expect(config.get('connections')).toEqual(['7', 'relay.toml']);
  expect(config.get('advertise')).toEqual(['false', 'command line']);
  expect(config.get('log-level')).toEqual(['"error"', 'relay.toml']);
  expect(config.get('log-format')).toEqual(['"text"', 'default']);
  expect(config.get('tls')).toEqual(['"off"', 'default']);
  expect(config.get('username')?.[1]).toBeUndefined();
});

test('what is printed is a config file that says the same, and tells no password', async ({
  run,
  folder,
}) => {
  const args = ['--port', '4711', '--tls', 'self-signed', '--username', 'a "quoted" name', '--name', 'é#=\\'];
  const first = await run(['server', ...args, '--advertise', '--print-config'], {
    env: { RELAY_PASSWORD: 'S3CR3T' },
  });
  expect(first.stdout.toString()).not.toContain('S3CR3T');
  expect(printed(first.stdout).get('password')).toEqual(['is not shown', 'RELAY_PASSWORD']);
  await writeFile(join(folder, 'again.toml'), first.stdout);
  const second = await run(['server', '--config', 'again.toml', '--print-config']);
  expect(second).toMatchObject({ code: 0, stderr: '' });
  const values = (stdout: Buffer) =>
    [...printed(stdout)].filter(([key]) => key !== 'password').map(([key, [value]]) => [key, value]);
  expect(values(second.stdout)).toEqual(values(first.stdout));
});

const WRONG: readonly (readonly [string, string, RegExp])[] = [
  [
    'an unknown key',
    'port = 0\nprot = 1\n',
    /^relay\.toml, line 2, prot: There is no such setting\. Known are port, /,
  ],
  [
    'a number out of bounds',
    '\n\nport = 70000\n',
    /^relay\.toml, line 3, port: It has to be a number from 0 to 65535/,
  ],
  ['a text for a number', 'port = "80"\n', /^relay\.toml, line 1, port: It has to be a number/],
  ['a number for a text', 'name = 5\n', /^relay\.toml, line 1, name: It has to be a text, between quotes/],
  ['an empty text', 'username = ""\n', /^relay\.toml, line 1, username: It has to be a text/],
  [
    'a text for a switch',
    'advertise = "yes"\n',
    /^relay\.toml, line 1, advertise: It has to be true or false/,
  ],
  [
    'a choice that there is not',
    'log-level = "loud"\n',
    /^relay\.toml, line 1, log-level: Allowed choices are detail, /,
  ],
  ['no TOML', 'port = 0\naddress = 127.0.0.1\n', /^relay\.toml, line 2: /],
  ['the same key twice', 'port = 0\nport = 1\n', /^relay\.toml, line 2: /],
  ['a table', '[server]\nport = 0\n', /^relay\.toml, (line 1, )?server: There is no such setting/],
  ['another file in it', 'config = "other.toml"\n', /^relay\.toml, line 1, config: There is no such setting/],
];
for (const [what, text, sentence] of WRONG)
  test(`${what} is told with file and line`, async ({ run, folder }) => {
    await writeFile(join(folder, 'relay.toml'), text);
    const options: CliOptions = { env: LOGIN };
    expectOneSentence(await run(['server', '--config', 'relay.toml'], options), sentence);
  });

test('a switch in a file is what it says, and the environment counts before it', async ({ run, folder }) => {
  const advertised = async (text: string, env: Readonly<Record<string, string>> = {}) => {
    await writeFile(join(folder, 'relay.toml'), text);
    const { stdout } = await run(['server', '--config', 'relay.toml', '--print-config'], { env });
    return printed(stdout).get('advertise');
  };
  expect(await advertised('advertise = true')).toEqual(['true', 'relay.toml']);
  expect(await advertised('advertise = false')).toEqual(['false', 'relay.toml']);
  expect(await advertised('advertise = true', { RELAY_ADVERTISE: 'false' })).toEqual([
    'false',
    'RELAY_ADVERTISE',
  ]);
  expect(await advertised('advertise = false', { RELAY_ADVERTISE: 'true' })).toEqual([
    'true',
    'RELAY_ADVERTISE',
  ]);
  expect((await advertised(''))?.[1]).toBeUndefined();
});

test('a secret in a file that cannot be read is not repeated', async ({ run, folder }) => {
  await writeFile(join(folder, 'relay.toml'), 'username = "me"\npassword = "S3CR3T\n');
  const exit = await run(['server', '--config', 'relay.toml']);
  expectOneSentence(exit, /^relay\.toml, line 2: /);
  expect(exit.stderr).not.toContain('S3CR3T');
});

test('what is no text in UTF-8, or has no end, is refused', async ({ run, folder }) => {
  const path = join(folder, 'relay.toml');
  await writeFile(path, Buffer.from('password = "gr\u00fcn S3CR3T"\n', 'latin1'));
  const refused = await run(['server', '--config', path, '--print-config']);
  expectOneSentence(refused, 'relay.toml is not in UTF-8');
  expect(refused.stderr).not.toContain('S3CR3T');
  await writeFile(path, Buffer.alloc(1024 * 1024 + 1, '\n'));
  expectOneSentence(await run(['server', '--config', path]), 'larger than 1 MiB');
  if (process.platform !== 'win32')
    expectOneSentence(await run(['server', '--config', '/dev/zero']), 'larger than 1 MiB');
});

test('a file that is not there is told', async ({ run }) => {
  expectOneSentence(
    await run(['server', '--config', 'none.toml'], { env: LOGIN }),
    /none\.toml cannot be read \(ENOENT\)/,
  );
});

test('a file with a password in it is closed to others, and that is said', async ({ cli, folder }) => {
  test.skip(process.platform === 'win32', 'there, folders guard files');
  const path = join(folder, 'relay.toml');
  await writeFile(path, 'port = 0\nusername = "me"\npassword = "secret"\n');
  await chmod(path, 0o644);
  const server = cli(['server', '--config', 'relay.toml']);
  await server.until('stdout', listening);
  await server.until('stderr', /could read relay\.toml until now: what is secret in it is better made anew/);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('an account in a file counts less than one in the environment, and two in one place are refused', async ({
  run,
  cli,
  folder,
}) => {
  await writeFile(join(folder, 'relay.toml'), 'port = 0\naccount = "account.json"\n');
  const server = cli(['server', '--config', 'relay.toml'], { env: LOGIN });
  await server.until('stdout', listening);
  await expect(stat(join(folder, 'account.json'))).rejects.toThrow('ENOENT');
  await writeFile(join(folder, 'two.toml'), 'port = 0\naccount = "account.json"\nusername = "me"\n');
  const two = await run(['server', '--config', 'two.toml']);
  expect(two.code).toBe(2);
  expect(two.stderr).toContain('not both');
});

test('a database in a file lies where the file does, wherever the relay runs', async ({
  cli,
  run,
  folder,
}) => {
  await mkdir(join(folder, 'etc'));
  for (const database of ['own.sqlite', 'sqlite:other.sqlite']) {
    await writeFile(
      join(folder, 'etc/relay.toml'),
      `port = 0\nmulti-user = true\ndatabase = "${database}"\n`,
    );
    const whole = database.replace(/\w+\.sqlite/, (name) => join(folder, 'etc', name));
    const { stdout } = await run(['server', '--config', 'etc/relay.toml', '--print-config']);
    expect(printed(stdout).get('database')).toEqual([`"${whole}"`, 'etc/relay.toml']);
    const server = cli(['server', '--config', 'etc/relay.toml']);
    await server.until('stdout', listening);
    expect((await stat(whole.replace('sqlite:', ''))).isFile()).toBe(true);
  }
  // What is said on the command line begins where that was said.
  const { stdout } = await run(['server', '--multi-user', '-d', 'own.sqlite', '--print-config']);
  expect(printed(stdout).get('database')).toEqual([`"${join(folder, 'own.sqlite')}"`, 'command line']);
  const elsewhere = await run(['server', '--multi-user', '-d', 'postgres://x/y', '--print-config']);
  expect(printed(elsewhere.stdout).get('database')?.[0]).toBe('"postgres://x/y"');
});
