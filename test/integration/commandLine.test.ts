import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, expectOneSentence, LOGIN, test } from '../helpers/commandLine';
import { freePort, listenOn } from '../helpers/ports';

// The built command line as a person or a script meets it: help, usage errors (exit code 2), and what cannot be
// done (one sentence, exit code 1).

/** The same in every process that loads this file: it is part of tests' titles. */
const KEY = Buffer.alloc(32, 7).toString('base64');
const ID = '0123456789abcdef'.repeat(2);
const URL_OF_NOBODY = 'http://127.0.0.1:1/v1/relay';

test.describe('help', () => {
  const ASKED = [
    ['--help'],
    ['-h'],
    ['help'],
    ...both('server'),
    ...both('genkeys'),
    ...both('send'),
    ...both('receive'),
    ...both('discover'),
  ];
  for (const args of ASKED) {
    test(`is what ${args.join(' ')} is answered with`, async ({ run }) => {
      const exit = await run(args);
      expect(exit.code).toBe(0);
      expect(exit.stdout.toString()).toMatch(/^Usage: buckets-relay/);
      expect(exit.stderr).toBe('');
    });
  }

  test('names every command', async ({ run }) => {
    const { stdout } = await run(['--help']);
    for (const command of ['server', 'genkeys', 'send', 'receive', 'discover'])
      expect(stdout.toString()).toContain(command);
  });

  test('shows no password that is in the environment', async ({ run }) => {
    for (const command of ['server', 'send']) {
      const { stdout } = await run([command, '--help'], { env: LOGIN });
      expect(stdout.toString()).not.toContain(LOGIN.RELAY_PASSWORD);
    }
  });

  test('has the version as well', async ({ run }) => {
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    const exit = await run(['--version']);
    expect(exit).toMatchObject({ code: 0, stderr: '' });
    expect(exit.stdout.toString()).toBe(`${version}\n`);
  });
});

test.describe('a usage error', () => {
  const WRONG: readonly (readonly string[])[] = [
    [],
    ['serve'],
    ['--port', '1'],
    ['server', '--prot', '9001'],
    ['server', 'extra'],
    ['server', '--port'],
    ['server', '--port', '-1'],
    ['server', '--port', '65536'],
    ['server', '--port', 'http'],
    ['server', '--port', ''],
    ['server', '--port', ' 80'],
    ['server', '--port', '1e3'],
    ['server', '--port', '0x50'],
    ['server', '--username', 'a:b', '--password', 'x'],
    ['server', '--name', 'Relay'],
    ['server', '--advertise', '--name'],
    ['genkeys', '--force'],
    ['genkeys', 'extra'],
    ['send'],
    ['send', URL_OF_NOBODY],
    ['send', URL_OF_NOBODY, 'not-a-key'],
    ['send', URL_OF_NOBODY, KEY.slice(4)],
    ['send', URL_OF_NOBODY, KEY, 'extra'],
    ['send', URL_OF_NOBODY, KEY, '--nothing'],
    ['receive'],
    ['receive', URL_OF_NOBODY],
    ['receive', URL_OF_NOBODY, `${KEY}x`],
    ['receive', '--discover'],
    ['receive', '--discover', ID],
    ['receive', '--discover', ID, `${KEY}x`],
    ['receive', '--discover', ID.slice(1), KEY],
    ['receive', '--discover', ID, URL_OF_NOBODY, KEY],
    ['send', URL_OF_NOBODY, KEY, '--discover'],
    ['send', URL_OF_NOBODY, '--discover', KEY],
    ['receive', URL_OF_NOBODY, KEY, '--expect-bytes', '-1'],
    ['receive', URL_OF_NOBODY, KEY, '--expect-bytes', '1.5'],
    ['receive', URL_OF_NOBODY, KEY, '--expect-bytes', '1e3'],
    ['receive', URL_OF_NOBODY, KEY, '--expect-bytes', ''],
    ['receive', URL_OF_NOBODY, KEY, '--expect-bytes', '9007199254740993'],
    ['receive', URL_OF_NOBODY, KEY, '--sha256', 'a'.repeat(63)],
    ['receive', URL_OF_NOBODY, KEY, '--sha256', 'g'.repeat(64)],
    ['receive', URL_OF_NOBODY, KEY, '--sha256', 'b'.repeat(65)],
    ['send', URL_OF_NOBODY, KEY, '--expect-bytes', '1'],
    ['discover', 'extra'],
    ['discover', '--timeout', '0'],
    ['discover', '--timeout', '-1'],
    ['discover', '--timeout', '601'],
    ['discover', '--timeout', 'soon'],
  ];
  for (const args of WRONG) {
    test(`is ${JSON.stringify(args.map((arg) => arg.replace(KEY, '<key>').slice(0, 30)))}`, async ({
      run,
    }) => {
      const exit = await run(args);
      expect(exit.code).toBe(2);
      expect(exit.stdout.toString()).toBe('');
      expect(exit.stderr).toMatch(args.length === 0 ? /^Usage: / : /^error: /);
    });
  }

  test('is a user name with a colon in the environment too', async ({ run }) => {
    const exit = await run(['server', '--port', '0'], { env: { ...LOGIN, RELAY_USERNAME: 'a:b' } });
    expect(exit).toMatchObject({ code: 2, stderr: expect.stringContaining('colon') });
  });

  test('does not repeat a password', async ({ run }) => {
    const exit = await run(['server', '--password', 's3cret-9', '--port', 'x'], { env: LOGIN });
    expect(exit.code).toBe(2);
    expect(exit.stderr).not.toContain('s3cret-9');
    expect(exit.stderr).not.toContain(LOGIN.RELAY_PASSWORD);
  });
});

test.describe('one sentence', () => {
  for (const command of [
    ['server', '--port', '0'],
    ['send', URL_OF_NOBODY, KEY],
    ['receive', URL_OF_NOBODY, KEY],
  ]) {
    test(`for ${command[0]} without credentials, or with empty ones`, async ({ run }) => {
      const { RELAY_USERNAME, RELAY_PASSWORD } = LOGIN;
      expectOneSentence(await run(command), /user name.*RELAY_USERNAME/);
      expectOneSentence(await run(command, { env: { RELAY_PASSWORD } }), 'RELAY_USERNAME');
      expectOneSentence(await run(command, { env: { RELAY_USERNAME } }), /password.*RELAY_PASSWORD/);
      expectOneSentence(
        await run(command, { env: { RELAY_USERNAME, RELAY_PASSWORD: '' } }),
        'RELAY_PASSWORD',
      );
      expectOneSentence(await run([...command, '--username', ''], { env: LOGIN }), 'RELAY_USERNAME');
    });
  }

  test('for a port that is taken', async ({ run, occupy }) => {
    const { port } = await occupy();
    const exit = await run(['server', '--port', String(port)], { env: LOGIN });
    expectOneSentence(exit, `Port ${port} is in use`);
  });

  test('for an address that is not this computer’s', async ({ run }) => {
    // Of the block for documentation (RFC 5737): nobody has it.
    const exit = await run(['server', '--port', '0', '--address', '192.0.2.1'], { env: LOGIN });
    expectOneSentence(exit, '192.0.2.1 is not an address of this computer');
  });

  test('for an address that is empty or none at all', async ({ run }) => {
    const exit = await run(['server', '--port', '0', '--address', '256.0.0.1'], { env: LOGIN });
    expectOneSentence(exit, '256.0.0.1');
  });

  test('for a device without keys, and with broken ones', async ({ run, folder }) => {
    const to = [URL_OF_NOBODY, KEY];
    expectOneSentence(await run(['send', ...to], { env: LOGIN }), /no key file relay\.key\.public.*genkeys/);
    expectOneSentence(
      await run(['receive', ...to, '--local-public', `${folder}`], { env: LOGIN }),
      'cannot be read (EISDIR)',
    );
    await run(['genkeys']);
    await run(['genkeys', '-p', 'other.public', '-s', 'other.secret']);
    expectOneSentence(
      await run(['send', ...to, '--local-public', 'other.public'], { env: LOGIN }),
      'not of the same key pair',
    );
    expectOneSentence(
      await run(['send', ...to, '--local-secret', 'other.public', '--local-public', 'other.secret'], {
        env: LOGIN,
      }),
      'other.secret does not hold a key',
    );
  });

  test('for everything that keeps a device from its relay', async ({ run, relay, undo }) => {
    await run(['genkeys']);
    const web = createServer((_request, response) => void response.writeHead(200).end('hello'));
    web.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
    const webPort = await listenOn(web);
    undo(() => new Promise((resolve) => web.close(resolve)));
    const nobody = `http://127.0.0.1:${await freePort()}/v1/relay`;
    const cases: readonly [string, Readonly<Record<string, string>>, RegExp][] = [
      ['relay', LOGIN, /relay is not a relay's address/],
      [nobody, LOGIN, /ECONNREFUSED.*Check the address/],
      [relay.url, { ...LOGIN, RELAY_PASSWORD: 'wrong' }, /refused the user name or password/],
      [`http://127.0.0.1:${webPort}/v1/relay`, LOGIN, /not a relay \(status 200\)/],
      [relay.url.replace('/v1', '/v2/v1'), LOGIN, /not a relay \(status 404\)/],
    ];
    for (const [url, env, sentence] of cases) {
      for (const command of ['send', 'receive'])
        expectOneSentence(await run([command, url, KEY], { env }), sentence);
    }
  });
});

function both(command: string): string[][] {
  return [
    [command, '--help'],
    ['help', command],
  ];
}

test.describe('standard input', () => {
  test.skip(process.platform !== 'linux', 'other systems have other shells, or no /proc');

  test('that is a directory is not sent as if it were empty', async ({ run }) => {
    const entry = ['sh', '-c', 'exec "$@" < /', 'sh'];
    const exit = await run(['send', URL_OF_NOBODY, KEY], { env: LOGIN, entry });
    expectOneSentence(exit, /^Standard input is a directory/);
  });

  test('that cannot be read is told', async ({ relay, run, folder }) => {
    await run(['genkeys', '-p', 'public', '-s', 'secret']);
    const raw = Buffer.from(await readFile(join(folder, 'public'), 'utf8'), 'base64');
    const receiver = await relay.device();
    receiver.connect({ keys: { raw } });
    // Nothing is at the first address of a program's memory.
    const entry = ['sh', '-c', 'exec 3< /proc/$$/mem; "$@" <&3; exit $?', 'sh'];
    const args = ['send', '--local-public', 'public', '--local-secret', 'secret', relay.url, receiver.key];
    expectOneSentence(await run(args, { env: LOGIN, entry }), /^Standard input cannot be read: EIO/);
  });
});
