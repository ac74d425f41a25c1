import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base, expect, expectOneSentence } from '../helpers/commandLine';

// `buckets-relay service --user` as a process, with a stand-in for systemctl that writes down what it is asked for.

base.skip(process.platform !== 'linux', 'systemd is for Linux');

interface Home {
  readonly env: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly config: string;
  /** What systemctl was asked for since the last time. */
  asked(): Promise<string[]>;
  /** Has systemctl fail when it is asked for `word`. */
  refuse(word: string, sentence: string): Promise<void>;
}

const STAND_IN = `#!/bin/sh
echo "$*" >> "$HOME/asked"
[ "$2" = status ] && echo 'Status: "listening on http://0.0.0.0:9001/v1/relay"'
[ -e "$HOME/refuse-$2" ] || exit 0
cat "$HOME/refuse-$2" >&2
exit 3
`;

const test = base.extend<{ home: Home }>({
  home: async ({ folder }, use) => {
    const tools = join(folder, 'tools');
    await mkdir(tools);
    await writeFile(join(tools, 'systemctl'), STAND_IN);
    await chmod(join(tools, 'systemctl'), 0o755);
    const config = join(folder, 'con fig');
    await use({
      env: { PATH: `${tools}:${process.env.PATH}`, XDG_CONFIG_HOME: config },
      unit: join(config, 'systemd/user/buckets-relay.service'),
      config: join(config, 'buckets-relay/relay.toml'),
      async asked() {
        const lines = (await readFile(join(folder, 'asked'), 'utf8')).trimEnd().split('\n');
        await rm(join(folder, 'asked'));
        return lines.filter((line) => line !== '--user show --property=Version');
      },
      refuse: (word, sentence) => writeFile(join(folder, `refuse-${word}`), sentence),
    });
  },
});

const START = ['daemon-reload', 'enable buckets-relay.service', 'restart buckets-relay.service'].map(
  (words) => `--user ${words}`,
);

test('install writes unit and config file, starts the service, and says where all is', async ({
  home,
  run,
}) => {
  const { env, unit, config } = home;
  const exit = await run(['service', 'install', '--user'], { env });
  expect(exit.code).toBe(0);
  expect(await home.asked()).toEqual(START);
  expect(await readFile(unit, 'utf8')).toContain(
    `cli.cjs server --config "${config}"\nExecReload=/bin/kill -HUP $MAINPID\n`,
  );
  for (const place of [unit, config, 'account.json', 'journalctl --user -u buckets-relay'])
    expect(exit.stdout.toString()).toContain(place);
  expect(exit.stderr).toContain('loginctl enable-linger');
});

test('the config file is one that the server takes, and the password is made by it', async ({
  home,
  run,
  serve,
}) => {
  await run(['service', 'install', '--user'], home);
  const { stdout, code } = await run(['server', '--config', home.config, '--print-config']);
  expect(code).toBe(0);
  expect(stdout.toString()).toMatch(/^address = "0\.0\.0\.0" .*^advertise = true /ms);
  await serve(['--config', home.config, '--no-advertise', '--address', '127.0.0.1'], {});
  const account = join(home.config, '../account.json');
  expect(Object.keys(JSON.parse(await readFile(account, 'utf8')))).toEqual(['username', 'password']);
  expect((await stat(account)).mode & 0o777).toBe(0o600);
});

test('install again renews the unit, restarts, and leaves the config file', async ({ home, run }) => {
  await run(['service', 'install', '--user'], home);
  await home.asked();
  const before = await readFile(home.unit, 'utf8');
  await writeFile(home.unit, before.replace('WatchdogSec=60', 'WatchdogSec=1'));
  await writeFile(home.config, '# mine\n');
  const exit = await run(['service', 'install', '--user'], home);
  expect(exit.stdout.toString()).toContain(`${home.config} (as it was)`);
  expect(await home.asked()).toEqual(START);
  expect(await readFile(home.unit, 'utf8')).toBe(before);
  expect(await readFile(home.config, 'utf8')).toBe('# mine\n');
});

test('a unit that somebody else wrote is left alone', async ({ home, run }) => {
  await mkdir(join(home.unit, '..'), { recursive: true });
  await writeFile(home.unit, '[Service]\nExecStart=/bin/true\n');
  for (const what of ['install', 'uninstall'])
    expectOneSentence(await run(['service', what, '--user'], home), 'was not written by this program');
  expect(await readFile(home.unit, 'utf8')).toBe('[Service]\nExecStart=/bin/true\n');
  expect(await readdir(join(home.config, '../..'))).toEqual(['systemd']);
});

test('uninstall stops it and removes the unit, and nothing else', async ({ home, run }) => {
  await run(['service', 'install', '--user'], home);
  await home.asked();
  const exit = await run(['service', 'uninstall', '--user'], home);
  expect(exit).toMatchObject({ code: 0, stderr: '' });
  expect(exit.stdout.toString()).toContain(home.config);
  expect(await home.asked()).toEqual(['--user disable --now buckets-relay.service', '--user daemon-reload']);
  await expect(stat(home.unit)).rejects.toThrow('ENOENT');
  expect((await stat(home.config)).isFile()).toBe(true);
  const again = await run(['service', 'uninstall', '--user'], home);
  expect(again.code).toBe(0);
  expect(again.stdout.toString()).toMatch(/^There is no service to be removed/);
});

test('status tells whether it is installed and runs, and where it listens', async ({ home, run }) => {
  expectOneSentence(await run(['service', 'status', '--user'], home), 'is not installed');
  await run(['service', 'install', '--user'], home);
  const running = await run(['service', '--user'], home);
  expect(running).toMatchObject({ code: 0, stderr: '' });
  expect(running.stdout.toString()).toBe('Status: "listening on http://0.0.0.0:9001/v1/relay"\n');
  for (const word of ['status', 'is-active']) await home.refuse(word, '');
  const ended = await run(['service', 'status', '--user'], home);
  expect(ended.code).toBe(1);
  expect(ended.stdout.toString()).toContain('Status: ');
  expect(ended.stderr).toMatch(/^The relay does not run: .*journalctl --user/);
});

test('what systemd does not do is said with its own words', async ({ home, run }) => {
  await home.refuse('restart', 'Job for buckets-relay.service failed.\nSee more.\n');
  expectOneSentence(
    await run(['service', 'install', '--user'], home),
    'systemctl restart buckets-relay.service failed: Job for buckets-relay.service failed. “journalctl',
  );
});

test('a systemd that does not answer has nothing written', async ({ home, run }) => {
  await home.refuse('show', 'Failed to connect to bus: No medium found\n');
  expectOneSentence(
    await run(['service', 'install', '--user'], home),
    'systemd cannot be asked: Failed to connect to bus: No medium found.',
  );
  await expect(stat(home.config)).rejects.toThrow('ENOENT');
});

test('without systemctl it is said what there is in its place', async ({ folder, run }) => {
  expectOneSentence(
    await run(['service', 'install', '--user'], { env: { PATH: folder }, entry: [] }),
    /needs systemd, .* Docker .*docs\/systemd\.md/,
  );
});

test('--print writes nothing, and is for install', async ({ home, run }) => {
  const exit = await run(['service', 'install', '--user', '--print'], home);
  expect(exit.stdout.toString()).toMatch(/^# Written by [\s\S]*\nWantedBy=default\.target\n$/u);
  await expect(stat(home.unit)).rejects.toThrow('ENOENT');
  expect((await run(['service', 'status', '--print'], home)).code).toBe(2);
});
