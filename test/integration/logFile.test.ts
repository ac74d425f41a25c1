import { readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openRotatedFile } from '../../main/commands/server/rotatedFile';
import { expect, expectOneSentence, LOGIN, test } from '../helpers/commandLine';
import { RawDevice } from '../helpers/rawDevice';
import { ACCOUNT } from '../helpers/relayFixture';

// `server --log-file`: a file that begins anew when it is full.

test('the log goes to the file, and nothing to standard error', async ({ serve, folder }) => {
  const server = await serve(['--log-file', 'relay.log', '--log-format', 'json']);
  await (await RawDevice.open({ port: server.port, ...ACCOUNT })).login();
  server.child.kill('SIGTERM');
  expect(await server.exited).toMatchObject({ code: 0, stderr: '' });
  const lines = (await readFile(join(folder, 'relay.log'), 'utf8')).trimEnd().split('\n');
  const entries = lines.map((line) => JSON.parse(line));
  expect(entries).toContainEqual(expect.objectContaining({ kind: 'authenticated' }));
  expect(entries.at(-1)).toMatchObject({ kind: 'closed' });
  // It is added to.
  await (await serve(['--log-file', 'relay.log', '--log-format', 'json'])).until('stdout', /listening/);
  expect(await readFile(join(folder, 'relay.log'), 'utf8')).toContain(lines[0]);
});

test('a file that cannot be written is told at the start', async ({ run, folder }) => {
  const args = ['server', '--port', '0', '--log-file', 'relay.log/relay.log'];
  await writeFile(join(folder, 'relay.log'), '');
  expectOneSentence(
    await run(args, { env: LOGIN }),
    /relay\.log\/relay\.log cannot be written \((ENOTDIR|EEXIST)\)\. .*--log-file/,
  );
});

test('a full file is put away, the latest first, and only so many are kept', async ({ folder }) => {
  const path = join(folder, 'relay.log');
  const file = await openRotatedFile(path, 100);
  const line = (i: number) => `${String(i).padStart(59)}\n`;
  for (let i = 0; i < 10; i++) await new Promise((resolve) => file.write(line(i), resolve));
  await new Promise((resolve) => file.end(resolve));
  expect((await readdir(folder)).sort()).toEqual(['relay.log', 'relay.log.1', 'relay.log.2', 'relay.log.3']);
  const text = (name: string) => readFile(join(folder, name), 'utf8');
  expect(await text('relay.log')).toBe(line(9));
  expect(await text('relay.log.1')).toBe(line(8));
  expect(await text('relay.log.3')).toBe(line(6));
});

test('what is no file stays where it is, whatever is written to it', async ({ folder }) => {
  test.skip(process.platform === 'win32', 'there is no /dev/null');
  const path = join(folder, 'relay.log');
  await symlink('/dev/null', path);
  const file = await openRotatedFile(path, 100);
  for (let i = 0; i < 4; i++) await new Promise((resolve) => file.write('x'.repeat(60), resolve));
  await new Promise((resolve) => file.end(resolve));
  expect(await readdir(folder)).toEqual(['relay.log']);
  expect(await readlink(path)).toBe('/dev/null');
});

test('a file that somebody takes away begins anew', async ({ folder }) => {
  test.skip(process.platform === 'win32', 'an open file stays');
  const path = join(folder, 'relay.log');
  const file = await openRotatedFile(path);
  const write = (line: string) => new Promise((resolve) => file.write(line, resolve));
  await write('before\n');
  await rename(path, `${path}.old`);
  await write('moved\n');
  expect(await readFile(path, 'utf8')).toBe('moved\n');
  await rm(path);
  await write('removed\n');
  await write('and on\n');
  await new Promise((resolve) => file.end(resolve));
  expect(await readFile(path, 'utf8')).toBe('removed\nand on\n');
  expect(await readFile(`${path}.old`, 'utf8')).toBe('before\n');
});

test('a full disk costs lines, which is said once, and heals', async ({ folder }) => {
  test.skip(process.platform !== 'linux', 'a file that is always full');
  const path = join(folder, 'relay.log');
  await symlink('/dev/full', path);
  const said: string[] = [];
  const write = process.stderr.write;
  process.stderr.write = (text: string | Uint8Array) => said.push(String(text)) > 0;
  try {
    const file = await openRotatedFile(path);
    for (let i = 0; i < 3; i++) await new Promise((resolve) => file.write('lost\n', resolve));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('cannot be written (ENOSPC): lines are lost');
    await rename(path, `${path}.full`);
    await expect
      .poll(async () => {
        await new Promise((resolve) => file.write('kept\n', resolve));
        return readFile(path, 'utf8').catch(() => '');
      })
      .toContain('kept\n');
    expect(said[1]).toContain('is written again');
    await new Promise((resolve) => file.end(resolve));
  } finally {
    process.stderr.write = write;
  }
});
