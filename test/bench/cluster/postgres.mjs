// @ts-check
// A PostgreSQL of the bench's own, as Debian has it. It waits for the disk, as an operator's does.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usageOf } from '../usage.mjs';
import { freePort } from './ports.mjs';

const PROGRAMS = '/usr/lib/postgresql';

/** It refuses to run as root. */
const servant = () => {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((which) => Number(execFileSync('id', [which, 'postgres'])));
  return { uid, gid };
};

export const startPostgres = async () => {
  const newest = readdirSync(PROGRAMS).sort((a, b) => Number(b) - Number(a))[0] ?? '';
  const program = (/** @type {string} */ name) => join(PROGRAMS, newest, 'bin', name);
  const folder = mkdtempSync(join(tmpdir(), 'buckets-relay-bench-'));
  const { uid, gid } = servant();
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  const as = { uid, gid, cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' } };
  const data = join(folder, 'data');
  execFileSync(program('initdb'), ['-D', data, '-A', 'trust', '-U', 'relay', '-E', 'UTF8'], {
    ...as,
    stdio: 'ignore',
  });
  const port = await freePort();
  const args = [
    '-D',
    data,
    '-p',
    `${port}`,
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    `unix_socket_directories=${folder}`,
  ];
  const child = spawn(program('postgres'), args, { ...as, stdio: ['ignore', 'ignore', 'pipe'] });
  process.on('exit', () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  await new Promise((resolve) =>
    child.stderr.on(
      'data',
      (chunk) => String(chunk).includes('ready to accept connections') && resolve(undefined),
    ),
  );
  return { url: `postgres://relay@127.0.0.1:${port}/postgres`, usage: () => usageOf(child) };
};
