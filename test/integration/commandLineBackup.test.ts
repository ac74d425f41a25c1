import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, watch } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectDevice } from '../../main/client/connection';
import { verifyRelayIdentity } from '../../main/client/verifyRelay';
import { parseJson } from '../../main/lib/parseJson';
import { generateIdentity, type Identity } from '../../main/protocol/identity';
import { parseRelayId, type RelayId } from '../../main/protocol/relayId';
import { type CliOptions, expect, expectOneSentence, test } from '../helpers/commandLine';
import { noTerminal, onTerminal } from '../helpers/onTerminal';
import { fingerprintIn } from '../helpers/openssl';
import type { Exit } from '../helpers/processes';
import { ACCOUNT } from '../helpers/relayFixture';

// `export` and `import` as processes: a relay that moves.

const WINDOWS = process.platform === 'win32';
const PASSPHRASE = 'three words are good';
const SECRETLY = { env: { RELAY_PASSPHRASE: PASSPHRASE } };
const RELAY = ['--account', 'account.json', '--data', 'old', '--tls', 'self-signed', '--advertise'];
const FILES = ['account.json', 'devices.json', 'relay-id', 'relay-key', 'tls-certificate.pem', 'tls-key.pem'];

type Run = (args: readonly string[], options?: CliOptions) => Promise<Exit>;

/** A small backup, without a relay that runs. */
async function makeBackup(run: Run, folder: string, name = 'relay.backup'): Promise<void> {
  await writeFile(join(folder, 'account.json'), JSON.stringify(ACCOUNT));
  const exit = await run(['export', name, '--account', 'account.json', '--data', 'old'], SECRETLY);
  expect(exit).toMatchObject({ code: 0, stderr: '' });
}

const connect = (port: number, identity: Identity) =>
  connectDevice({
    url: `https://127.0.0.1:${port}/v1/relay`,
    ...ACCOUNT,
    identity,
    verifyCertificate: false,
  });

/** A relay can be spoken to a moment after it listens. */
const untilManaged = async (directory: string): Promise<void> => {
  if (!WINDOWS) await expect.poll(() => existsSync(join(directory, 'control.sock'))).toBe(true);
};

const idIn = async (path: string): Promise<RelayId> => {
  const id = parseRelayId(await readFile(path, 'utf8'));
  if (id === undefined) throw new Error(`no identity in ${path}`);
  return id;
};

const isProved = (port: number, id: RelayId) =>
  verifyRelayIdentity(new URL(`https://127.0.0.1:${port}/v1/relay`), id, 5_000);

test('a relay moves: account, identity, certificate, and what was decided on its devices', async ({
  serve,
  run,
  folder,
}) => {
  await writeFile(join(folder, 'account.json'), JSON.stringify(ACCOUNT));
  const [kitchen, lost] = [generateIdentity(), generateIdentity()];
  const old = await serve(RELAY, {});
  await untilManaged(join(folder, 'old'));
  for (const identity of [kitchen, lost]) expect((await connect(old.port, identity)).ok).toBe(true);
  const decide = (...words: string[]) => run(['devices', ...words, '--data', 'old']);
  expect(await decide('name', kitchen.publicKey, 'The kitchen tablet')).toMatchObject({ code: 0 });
  expect(await decide('block', lost.publicKey)).toMatchObject({ code: 0 });
  await decide('only-known', 'on');

  const exported = await run(
    ['export', 'relay.backup', '--account', 'account.json', '--data', 'old'],
    SECRETLY,
  );
  expect(exported).toMatchObject({ code: 0, stderr: '' });
  expect(exported.stdout.toString()).toContain('2 known, 1 of them blocked');
  if (!WINDOWS) expect((await stat(join(folder, 'relay.backup'))).mode & 0o777).toBe(0o600);
  const id = await idIn(join(folder, 'old', 'relay-id'));
  expect(await isProved(old.port, id)).toBe(true);
  old.child.kill('SIGTERM');
  await old.exited;

  const imported = await run(['import', 'relay.backup', '--data', 'new/home'], SECRETLY);
  expect(imported).toMatchObject({ code: 0, stderr: '' });
  expect((await readdir(join(folder, 'new', 'home'))).sort()).toEqual(FILES);
  if (!WINDOWS)
    for (const name of FILES)
      expect((await stat(join(folder, 'new', 'home', name))).mode & 0o777).toBe(0o600);

  // What it says is what starts it.
  const [, words = ''] = /^ {2}buckets-relay server (.*)$/m.exec(imported.stdout.toString()) ?? [];
  const moved = await serve(words.split(' '), {});
  await untilManaged(join(folder, 'new', 'home'));
  expect(await fingerprintIn(join(folder, 'new', 'home', 'tls-certificate.pem'))).toBe(
    await fingerprintIn(join(folder, 'old', 'tls-certificate.pem')),
  );
  expect(moved.stdout.toString()).toContain('https://');
  expect(await isProved(moved.port, id)).toBe(true);
  expect((await connect(moved.port, kitchen)).ok).toBe(true);
  expect((await connect(moved.port, lost)).ok).toBe(false);
  const { stdout } = await run(['devices', '--json', '--data', 'new/home']);
  expect(parseJson(stdout.toString())).toMatchObject({
    onlyKnown: true,
    devices: expect.arrayContaining([
      expect.objectContaining({ key: kitchen.publicKey, name: 'The kitchen tablet', state: 'connected' }),
      expect.objectContaining({ key: lost.publicKey, state: 'blocked' }),
    ]),
  });

  const secrets = [
    PASSPHRASE,
    ACCOUNT.password,
    ...['relay-key', 'tls-key.pem'].map((name) => readFileSync(join(folder, 'old', name), 'utf8').slice(-60)),
  ];
  const dry = await run(['import', 'relay.backup', '--dry-run'], SECRETLY);
  expect(dry).toMatchObject({ code: 0, stderr: '' });
  const told = [exported, imported, dry].map((exit) => exit.stdout.toString());
  for (const text of [...told, await readFile(join(folder, 'relay.backup'), 'utf8')])
    for (const secret of secrets) expect(text).not.toContain(secret.trim());
});

test('a config file tells where all is, and its name and port move, too', async ({ run, folder }) => {
  await writeFile(join(folder, 'account.json'), JSON.stringify(ACCOUNT));
  await writeFile(
    join(folder, 'relay.toml'),
    'account = "account.json"\ndata = "old"\nport = 9007\nname = "At home"\nadvertise = true\n',
  );
  await mkdir(join(folder, 'old'));
  await writeFile(join(folder, 'old', 'relay-id'), `${'ab'.repeat(16)}\n`);
  const exported = await run(['export', 'relay.backup', '--config', 'relay.toml'], SECRETLY);
  expect(exported).toMatchObject({ code: 0, stderr: '' });
  const imported = await run(
    ['import', 'relay.backup', '--account', 'mine/account', '--data', 'a b'],
    SECRETLY,
  );
  expect(imported.stdout.toString()).toContain(
    "  buckets-relay server --account mine/account --data 'a b' --advertise --name 'At home' --port 9007\n",
  );
  expect((await readdir(join(folder, 'a b'))).sort()).toEqual(['devices.json', 'relay-id']);
});

test.describe('export', () => {
  test('writes over nothing without --force', async ({ run, folder }) => {
    await makeBackup(run, folder);
    const path = join(folder, 'relay.backup');
    const before = await readFile(path, 'utf8');
    const args = ['export', 'relay.backup', '--account', 'account.json', '--data', 'old'];
    expectOneSentence(await run(args, SECRETLY), 'exists already');
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(await run([...args, '--force'], SECRETLY)).toMatchObject({ code: 0 });
    expect(await readFile(path, 'utf8')).not.toBe(before);
  });

  test('needs a passphrase, and a long one', async ({ run, folder }) => {
    await writeFile(join(folder, 'account.json'), JSON.stringify(ACCOUNT));
    const args = ['export', 'relay.backup', '--account', 'account.json', '--data', 'old'];
    expectOneSentence(await run(args), 'A passphrase is missing');
    expectOneSentence(await run(args, { env: { RELAY_PASSPHRASE: 'seven77' } }), 'fewer than 8');
    await writeFile(join(folder, 'empty.txt'), '\n');
    expectOneSentence(await run([...args, '--passphrase-file', 'empty.txt']), 'holds no passphrase');
    expectOneSentence(await run([...args, '--passphrase-file', 'none.txt']), 'ENOENT');
    expect((await readdir(folder)).sort()).toEqual(['account.json', 'empty.txt']);
  });

  test('asks for it twice, and shows it never', async ({ cli, run, folder }) => {
    test.skip(noTerminal !== undefined, noTerminal);
    await writeFile(join(folder, 'account.json'), JSON.stringify(ACCOUNT));
    const args = ['export', 'relay.backup', '--account', 'account.json', '--data', 'old'];
    for (const second of ['something else', PASSPHRASE]) {
      const asking = cli(args, { entry: onTerminal('in+err') });
      await asking.until('stderr', /Passphrase for the backup: /);
      asking.child.stdin.write(`${PASSPHRASE}\r`);
      await asking.until('stderr', /once more: /);
      asking.child.stdin.write(`${second}\r`);
      const exit = await asking.exited;
      expect(exit.code).toBe(second === PASSPHRASE ? 0 : 1);
      for (const typed of [PASSPHRASE, second]) expect(exit.stderr).not.toContain(typed);
    }
    const read = await run(['import', 'relay.backup', '--dry-run'], SECRETLY);
    expect(read.stdout.toString()).toContain(`account       ${ACCOUNT.username}`);
  });

  test('ends in a sentence when the person gives up', async ({ cli, folder }) => {
    test.skip(noTerminal !== undefined, noTerminal);
    await writeFile(join(folder, 'account.json'), JSON.stringify(ACCOUNT));
    for (const key of ['\x03', '\x04']) {
      const asking = cli(['export', 'b', '--account', 'account.json'], { entry: onTerminal('in+err') });
      await asking.until('stderr', /Passphrase for the backup: /);
      asking.child.stdin.write(key);
      const exit = await asking.exited;
      expect(exit.stderr).toContain('No passphrase was given');
      expect(exit.code).toBe(1);
    }
    expect(existsSync(join(folder, 'b'))).toBe(false);
  });
});

test.describe('import', () => {
  test('refuses a wrong passphrase, a damaged file and what is none', async ({ run, folder }) => {
    await makeBackup(run, folder);
    await writeFile(join(folder, 'passphrase.txt'), `\ufeff${PASSPHRASE}\r\n`);
    const before = (await readdir(folder)).sort();
    const args = ['import', 'relay.backup', '--data', 'new'];
    const wrong = { env: { RELAY_PASSPHRASE: `${PASSPHRASE}!` } };
    expectOneSentence(await run(args, wrong), 'The passphrase is wrong, or the file is damaged.');
    expectOneSentence(await run(['import', 'account.json'], SECRETLY), 'is no backup');
    expectOneSentence(await run(['import', 'none'], SECRETLY), 'ENOENT');
    expect((await readdir(folder)).sort()).toEqual(before);
    // What the file says counts before the environment.
    expect(await run([...args, '--passphrase-file', 'passphrase.txt'], wrong)).toMatchObject({ code: 0 });
  });

  test('leaves a relay that runs alone, and one that is there unless it is told to', async ({
    serve,
    run,
    folder,
  }) => {
    await makeBackup(run, folder);
    const running = await serve(['--data', 'new', '--advertise']);
    await untilManaged(join(folder, 'new'));
    const args = ['import', 'relay.backup', '--data', 'new', '--force'];
    expectOneSentence(await run(args, SECRETLY), 'A relay is running');
    running.child.kill('SIGTERM');
    await running.exited;
    const [id, key] = await Promise.all(
      ['relay-id', 'relay-key'].map((name) => readFile(join(folder, 'new', name), 'utf8')),
    );
    const before = await readdir(join(folder, 'new'));
    expectOneSentence(await run(args.slice(0, -1), SECRETLY), 'There is a relay already');
    expect(await readdir(join(folder, 'new'))).toEqual(before);

    // The one in the backup has no identity, and so there is to be none.
    expect(await run(args, SECRETLY)).toMatchObject({ code: 0, stderr: '' });
    expect(await readdir(join(folder, 'new'))).not.toContain('relay-id');
    for (const [name, text] of Object.entries({ 'relay-id': id, 'relay-key': key }))
      expect(await readFile(join(folder, 'new', `${name}.before-import`), 'utf8')).toBe(text);
  });

  test('leaves nothing where it cannot write all', async ({ run, folder }) => {
    await makeBackup(run, folder);
    const args = ['import', 'relay.backup', '--data', 'new', '--account', 'relay.backup/account'];
    expectOneSentence(await run(args, SECRETLY), /relay\.backup\/account cannot be written/);
    expect((await readdir(folder)).sort()).toEqual(['account.json', 'relay.backup']);
  });

  for (const moment of [1, 4, 9]) {
    test(`killed amid writing (${moment}), it has lost nothing that was there`, async ({
      cli,
      run,
      folder,
    }) => {
      await makeBackup(run, folder);
      const place = join(folder, 'new');
      await mkdir(place);
      for (const name of FILES) await writeFile(join(place, name), `old ${name}`);
      const running = cli(['import', 'relay.backup', '--data', 'new', '--force'], SECRETLY);
      running.child.stdin.end();
      let seen = 0;
      const watching = watch(place, () => {
        seen += 1;
        if (seen === moment) running.child.kill('SIGKILL');
      });
      await running.exited;
      watching.close();
      const texts = await Promise.all(
        (await readdir(place)).map((name) => readFile(join(place, name), 'utf8')),
      );
      for (const name of FILES) expect(texts, name).toContain(`old ${name}`);
    });
  }
});

test('who has no Buckets Relay reads a backup with the lines of Python in the documentation', async ({
  run,
  folder,
}) => {
  const python = ['python3', '/usr/bin/python3'].find(
    (command) => spawnSync(command, ['-c', 'import cryptography']).status === 0,
  );
  if (python === undefined) return test.skip(true, 'no Python with cryptography is installed');
  await makeBackup(run, folder);
  const page = await readFile(join(import.meta.dirname, '../../docs/backup.md'), 'utf8');
  const [, program = ''] = /```python\n(.*?)```/s.exec(page) ?? [];
  const read = spawnSync(python, ['-c', program, 'relay.backup'], { cwd: folder, input: `${PASSPHRASE}\n` });
  expect(read.stderr.toString()).toBe('');
  expect(parseJson(read.stdout.toString())).toMatchObject({ version: 1, account: ACCOUNT });
});
