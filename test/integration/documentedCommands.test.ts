import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '../../main/store/openStore';
import { ACCOUNT, documentedLines, MAIL_SERVER, makeHome, RUN, root, test } from '../helpers/documentedLines';
import { makeNkey } from '../helpers/natsLogins';
import { expect, noNetworks } from '../helpers/network';

// Every command that the documentation shows does what it shows, word by word, on computers with the addresses that stand
// there. (What installs, and what docker does, is tested where packages and the image are.)

test.skip(noNetworks !== undefined, noNetworks);
test.describe.configure({ mode: 'default' });

const SERVER = 'buckets-relay server --address 0.0.0.0 --account ~/relay-account.json';
const listening = /^listening on (http:\S+)\n/;

test('a relay, its doctor, and a budget that is sent through it', async ({
  home,
  phone,
  network,
  shell,
  done,
  folder,
}) => {
  const laptop = network.host();
  laptop.move('192.168.7.3', '192.168.1.31');
  const [, phones, laptops] = await Promise.all([home, phone, laptop].map((host) => makeHome(folder, host)));
  if (!phones || !laptops) throw new Error('no homes');
  await shell(home, SERVER).until('stdout', listening);
  expect(await done(phone, 'buckets-relay doctor http://192.168.1.24:9001/v1/relay')).toContain(
    '[passed] Login works',
  );
  for (const host of [phone, laptop]) await done(host, 'buckets-relay genkeys');
  const keyOf = async (of: string) => (await readFile(join(of, 'relay.key.public'), 'utf8')).trim();
  const words = { SENDERS_KEY: await keyOf(laptops), RECEIVERS_KEY: await keyOf(phones) };
  const budget = 'a budget\n'.repeat(5_000);
  await writeFile(join(laptops, 'budget'), budget);
  const send = 'buckets-relay send http://192.168.1.24:9001/v1/relay RECEIVERS_KEY < budget';
  const receive = 'buckets-relay receive http://192.168.1.24:9001/v1/relay SENDERS_KEY > budget.copy';
  await Promise.all([done(phone, receive, words), done(laptop, send, words)]);
  expect(await readFile(join(phones, 'budget.copy'), 'utf8')).toBe(budget);

  const expected = {
    ...words,
    '48213': String(budget.length),
    '9f86d081…15b0f00a08': createHash('sha256').update(budget).digest('hex'),
    URL: 'http://192.168.1.24:9001/v1/relay',
  };
  const checked =
    'buckets-relay receive --expect-bytes 48213 --sha256 9f86d081…15b0f00a08 URL SENDERS_KEY > budget.copy';
  await Promise.all([done(phone, checked, expected), done(laptop, send, words)]);
});

test('a relay that is found', async ({ home, phone, network, shell, done, folder }) => {
  const laptop = network.host();
  laptop.move('192.168.7.3', '192.168.1.31');
  const [, phones, laptops] = await Promise.all([home, phone, laptop].map((host) => makeHome(folder, host)));
  if (!phones || !laptops) throw new Error('no homes');
  const relay = shell(home, `${SERVER} --advertise`);
  await relay.until('stderr', /devices find this relay/);
  const found = await done(phone, 'buckets-relay discover');
  expect(found).toContain('http://192.168.1.24:9001/v1/relay');
  const [id = ''] = /\b[0-9a-f]{32}\b/.exec(found) ?? [];
  for (const host of [phone, laptop]) await done(host, 'buckets-relay genkeys');
  const keyOf = async (of: string) => (await readFile(join(of, 'relay.key.public'), 'utf8')).trim();
  const words = { SENDERS_KEY: await keyOf(laptops), RECEIVERS_KEY: await keyOf(phones), '3f0c…9a1e': id };
  await writeFile(join(laptops, 'budget'), 'a budget');
  // Without an identity a person is asked; on no terminal, that is a no.
  const unsure = await shell(phone, 'buckets-relay receive --discover SENDERS_KEY > budget.copy', words)
    .exited;
  expect(unsure).toMatchObject({ code: 1 });
  expect(unsure.stderr).toContain('Give --discover the identity');
  const receiving = done(phone, `buckets-relay receive --discover ${id} SENDERS_KEY > budget.copy`, words);
  await Promise.all([
    receiving,
    done(laptop, 'buckets-relay send --discover 3f0c…9a1e RECEIVERS_KEY < budget', words),
  ]);
  expect(await readFile(join(phones, 'budget.copy'), 'utf8')).toBe('a budget');
});

test('relays behind a proxy, with metrics, and by a config file', async ({ home, shell, done, folder }) => {
  const homes = await makeHome(folder, home);
  for (const line of [
    'buckets-relay server --account ~/relay-account.json --trust-proxy loopback',
    'buckets-relay server --account account.json --metrics 9464',
  ]) {
    const server = shell(home, line);
    await server.until('stdout', listening);
    server.child.kill('SIGTERM');
    expect(await server.exited).toMatchObject({ code: 0 });
  }
  const [, config = ''] =
    /^```toml\n(.*?)^```/ms.exec(await readFile(join(root, 'docs/server.md'), 'utf8')) ?? [];
  await writeFile(join(homes, 'relay.toml'), config);
  const printed = await done(home, 'buckets-relay server --config relay.toml --print-config');
  expect(printed).toMatch(/^address = "0\.0\.0\.0" +# relay\.toml$/m);
  const server = shell(home, 'buckets-relay server --config relay.toml');
  await server.until('stdout', /^listening on https:/);
});

test('devices are named, blocked, forgotten and let in', async ({ home, shell, done, folder }) => {
  const homes = await makeHome(folder, home);
  await shell(home, SERVER).until('stdout', listening);
  // From the relay's own computer: a device of this test is in another network.
  await done(home, 'buckets-relay genkeys');
  const key = (await readFile(join(homes, 'relay.key.public'), 'utf8')).trim();
  const chat = shell(
    home,
    `buckets-relay chat http://192.168.1.24:9001/v1/relay '${Buffer.alloc(32).toString('base64')}'`,
  );
  await expect.poll(() => done(home, 'buckets-relay devices')).toContain(key.slice(0, 12));
  const words = { '9kQ2': key.slice(0, 10) };
  for (const line of [
    'buckets-relay devices name 9kQ2 "The kitchen tablet"',
    'buckets-relay devices block "The kitchen tablet"',
    'buckets-relay devices forget "The kitchen tablet"',
    'buckets-relay devices only-known on',
  ])
    await done(home, line, words);
  expect((await chat.exited).code).toBe(1);
  const refused = await shell(
    home,
    `buckets-relay chat http://192.168.1.24:9001/v1/relay '${key.replace(/^./, 'A')}'`,
  ).exited;
  expect(refused.stderr).toContain('let in');
  await done(home, 'buckets-relay devices let-in 9kQ2', words);
  expect(await done(home, 'buckets-relay devices')).toMatch(/Only known devices may connect\.\n$/);
});

test('a relay moves house', async ({ home, phone, done, shell, folder }) => {
  const [homes, phones] = await Promise.all([home, phone].map((host) => makeHome(folder, host)));
  if (!homes || !phones) throw new Error('no homes');
  await done(home, 'buckets-relay export relay.backup --account ~/relay-account.json');
  await copyFile(join(homes, 'relay.backup'), join(phones, 'relay.backup'));
  await rm(join(phones, 'relay-account.json'));
  expect(await done(phone, 'buckets-relay import relay.backup --dry-run')).not.toContain(ACCOUNT.password);
  await done(phone, 'buckets-relay import relay.backup --account ~/relay-account.json');
  expect(JSON.parse(await readFile(join(phones, 'relay-account.json'), 'utf8'))).toEqual(ACCOUNT);
  await shell(phone, SERVER).until('stdout', listening);
});

test('the unit of the service is printed', async ({ home, done, folder }) => {
  await makeHome(folder, home);
  expect(await done(home, 'buckets-relay service install --print')).toContain('ExecStart=');
});

/** They need a system that systemd runs, and are tested as far as they can be without, with a stand-in for it. */
const WITH_SYSTEMD = [
  'sudo buckets-relay service install',
  'buckets-relay service status',
  'sudo buckets-relay service uninstall',
];

test('a relay for many users, and what its operator does', async ({ home, shell, done, folder }) => {
  const homes = await makeHome(folder, home);
  await writeFile(join(homes, 'password.txt'), 'correct horse\n');
  const reference = join(root, 'test/material/sample.sqlite');
  await copyFile(reference, join(homes, 'reference.sqlite'));
  // Nothing is there yet, not even the folder of the database.
  expect(await done(home, 'buckets-relay import reference.sqlite --dry-run')).toContain('7 users');
  await done(home, 'buckets-relay import reference.sqlite');
  await rm(join(homes, '.config'), { recursive: true });

  const add = 'buckets-relay adduser anna@example.org --password-stdin < password.txt';
  expect(await done(home, add)).toBe('added user anna@example.org\n');
  const server = shell(home, 'buckets-relay server --multi-user --address 0.0.0.0');
  await server.until('stdout', listening);
  for (const [line, said] of [
    ['buckets-relay passwd anna@example.org --password-stdin < password.txt', 'Password changed'],
    ['buckets-relay users', 'anna@example.org  verified, password'],
    ['buckets-relay stats --days 7', '"days": 7'],
    ['buckets-relay blockuser anna@example.org', 'User blocked'],
    ['buckets-relay unblockuser anna@example.org', 'User unblocked'],
    ['buckets-relay invite --uses 5 --days 30 --note "The choir"', '-'],
    ['buckets-relay invites', 'The choir'],
    ['buckets-relay uninvite "The choir"', 'Invite taken back'],
    ['buckets-relay backup accounts-$(date +%F).sqlite', 'Copied to accounts-20'],
    ['buckets-relay deluser anna@example.org', 'User deleted'],
  ] as const)
    expect(await done(home, line), line).toContain(said);
  const admin = shell(home, 'buckets-relay admin');
  await admin.until('stdout', /^http:\/\/127\.0\.0\.1:9002\/\?key=\S+\n/);
  for (const running of [admin, server]) {
    running.child.kill('SIGTERM');
    expect(await running.exited).toMatchObject({ code: 0 });
  }
});

test('a relay on which people register by themselves is looked at', async ({ home, done, folder }) => {
  const homes = await makeHome(folder, home);
  const page = await readFile(join(root, 'docs/MULTI-USER.md'), 'utf8');
  const [, config = ''] = /^ *```toml\n(.*?)^ *```/ms.exec(page) ?? [];
  expect(config).toContain('multi-user = true');
  // On a computer without systemd, which makes the folder, and with a mail server of the test's own.
  const database = join(homes, 'bucketsrelay.sqlite');
  const file = join(homes, 'relay.toml');
  await writeFile(
    file,
    config.replace(/^ +/gm, '').replace('/var/lib/buckets-relay/bucketsrelay.sqlite', database),
  );
  await (await openStore(database, { create: true })).close();
  const mails = home.run(process.execPath, ['-e', MAIL_SERVER]);
  await mails.until('stdout', /ready/);
  const words = {
    'buckets-relay ': 'RELAY_SMTP_URL=smtp://localhost:2525 buckets-relay ',
    '/etc/buckets-relay/relay.toml': file,
  };
  const sent = 'buckets-relay mail-test anna@example.org --config /etc/buckets-relay/relay.toml';
  expect(await done(home, sent, words)).toContain('has taken the mail to anna@example.org');
  const looked = await done(home, 'buckets-relay doctor --config /etc/buckets-relay/relay.toml', words);
  expect(looked).toContain('[passed] The database is sound');
});

test('completion is put where shells look for it', async ({ home, done, folder }) => {
  const homes = await makeHome(folder, home);
  for (const path of ['.local/share/bash-completion/completions', '.zfunc', '.config/fish/completions'])
    await mkdir(join(homes, path), { recursive: true });
  await done(
    home,
    'buckets-relay completion bash > ~/.local/share/bash-completion/completions/buckets-relay',
  );
  await done(home, 'buckets-relay completion zsh > ~/.zfunc/_buckets-relay');
  await done(home, 'buckets-relay completion fish > ~/.config/fish/completions/buckets-relay.fish');
  expect(await readFile(join(homes, '.zfunc/_buckets-relay'), 'utf8')).toContain('#compdef buckets-relay');
});

test('the doctor of a relay for many users', async ({ home, done, folder }) => {
  const homes = await makeHome(folder, home);
  const store = await openStore(join(homes, 'accounts.sqlite'), { create: true });
  await store.close();
  expect(await done(home, 'buckets-relay doctor --database accounts.sqlite')).toContain(
    '[passed] The database is sound',
  );
});

test('the doctor of a node of several', async ({ home, shell, done, folder }) => {
  test.skip(spawnSync('nats-server', ['--version']).status !== 0, 'nats-server is not installed');
  const homes = await makeHome(folder, home);
  const nkey = makeNkey();
  await writeFile(join(homes, 'node.nk'), nkey.seed);
  await writeFile(join(homes, 'nats.conf'), `authorization { users: [ { nkey: ${nkey.public} } ] }`);
  const nats = home.run('nats-server', ['-a', '127.0.0.1', '-c', join(homes, 'nats.conf')]);
  await nats.until('stderr', /Server is ready/);
  await (await openStore(join(homes, 'accounts.sqlite'), { create: true })).close();
  // The page's file, with the one computer's in place of three machines.
  const [, config = ''] =
    /^```toml\n(.*?)^```/ms.exec(await readFile(join(root, 'docs/CLUSTER.md'), 'utf8')) ?? [];
  const here = [
    'database = "accounts.sqlite"',
    'cluster = "nats://127.0.0.1"',
    'cluster-credentials = "node.nk"',
  ];
  const without = config.split('\n').filter((line) => !line.startsWith('cluster-ca'));
  await writeFile(join(homes, 'relay.toml'), [...without, ...here].join('\n'));
  const node = shell(home, 'buckets-relay server --config relay.toml');
  await node.until('stdout', listening);
  const words = { 'tls://nats.example.org': 'nats://127.0.0.1' };
  for (const line of [
    'buckets-relay doctor --cluster tls://nats.example.org --cluster-credentials node.nk',
    'buckets-relay doctor --config relay.toml',
  ])
    expect(await done(home, line, words)).toContain('[passed] Nodes are alive');
});

test('no command is shown that was not run here', async () => {
  const lines = await documentedLines();
  expect(lines.length).toBeGreaterThan(15);
  expect(lines.filter((line) => !RUN.has(line) && !WITH_SYSTEMD.includes(line))).toEqual([]);
});
