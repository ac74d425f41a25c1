import { execFileSync } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, expectOneSentence, LOGIN, test } from '../helpers/commandLine';

// The pairing code of the command line, read by somebody else's reader of codes.

const URL = 'http://192.168.1.24:9001/v1/relay';
const ID = '00112233445566778899aabbccddeeff';
const PRINT = 'AB'.repeat(32);
const env = { RELAY_USERNAME: 'me & you', RELAY_PASSWORD: 'a:b c' };
const text = `buckets-relay://pair?v=1&url=${encodeURIComponent(URL)}&user=me%20%26%20you&password=a%3Ab%20c`;

test('its text has all that a device needs', async ({ run }) => {
  const plain = await run(['qr', URL, '--text'], { env });
  expect(plain).toMatchObject({ code: 0, stderr: '', stdout: Buffer.from(`${text}\n`) });
  const whole = await run(['qr', '192.168.1.24:9001', '--text', '--fingerprint', PRINT, '--id', ID], { env });
  expect(whole.stdout.toString()).toBe(`${text}&fp=${PRINT}&id=${ID}\n`);
});

test('the picture says the same, and is for its owner alone', async ({ run, folder }) => {
  test.skip(process.platform !== 'linux', 'zbarimg reads codes on Linux alone');
  const path = join(folder, 'code.png');
  expect(await run(['qr', URL, '--output', path], { env })).toMatchObject({ code: 0, stderr: '' });
  expect(execFileSync('zbarimg', ['--quiet', '--raw', path], { encoding: 'utf8' })).toBe(`${text}\n`);
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  // Nothing that is there is written over.
  expectOneSentence(await run(['qr', URL, '--output', path], { env }), `${path} exists already`);
  const svg = join(folder, 'code.svg');
  await run(['qr', URL, '--output', svg], { env });
  expect(await readFile(svg, 'utf8')).toMatch(/^<svg /);
  expectOneSentence(await run(['qr', URL, '--output', join(folder, 'code.txt')], { env }), '.png or .svg');
});

test('in the terminal it has its own colours, for a light and a dark one', async ({ run }) => {
  const { code, stdout } = await run(['qr', URL], { env });
  expect(code).toBe(0);
  const lines = stdout.toString().trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(15);
  for (const line of lines) expect(line).toContain('\u001b[');
});

test('the account can be that of the server’s file, which has to be there', async ({ run, folder }) => {
  const path = join(folder, 'account.json');
  expectOneSentence(await run(['qr', URL, '--account', path]), `${path} cannot be read (ENOENT)`);
  await writeFile(path, JSON.stringify({ username: 'me & you', password: 'a:b c' }), { mode: 0o600 });
  expect((await run(['qr', URL, '--text', '--account', path])).stdout.toString()).toBe(`${text}\n`);
});

test('what is no address, no identity or no account is said', async ({ run }) => {
  expectOneSentence(await run(['qr', 'http://me:secret@host/', '--text'], { env: LOGIN }), 'is not a relay');
  expect((await run(['qr', URL, '--id', 'abc'], { env: LOGIN })).code).toBe(2);
  expectOneSentence(await run(['qr', URL]), 'There is no account: give --account FILE');
});
