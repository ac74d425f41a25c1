import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client, types } from 'pg';
import { freePort } from './ports';

const run = promisify(execFile);

/** Debian's folder with the programs of the newest version that is installed. */
function programs(): string {
  const root = '/usr/lib/postgresql';
  const newest = readdirSync(root).sort((a, b) => Number(b) - Number(a))[0] ?? '';
  return join(root, newest, 'bin');
}

export const hasPostgres = (): boolean => existsSync('/usr/lib/postgresql');

export interface PostgresServer {
  readonly port: number;
  /** A new, empty database. */
  database(): Promise<string>;
  /** Ends all connections to it, as an administrator can. */
  cut(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** PostgreSQL refuses to run as root. */
const isRoot = process.getuid?.() === 0;

/** A cluster of its own on a port of 127.0.0.1, which forgets all when it is removed. */
export async function startPostgres(): Promise<PostgresServer & { remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-postgres-'));
  const data = join(folder, 'data');
  const [uid, gid] = isRoot ? await userIds('postgres') : [undefined, undefined];
  if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
  const as = {
    ...(uid !== undefined && { uid, gid }),
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  };
  await run(join(programs(), 'initdb'), ['-D', data, '-A', 'trust', '-U', 'relay', '-E', 'UTF8'], as);
  const port = await freePort();
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: folder, fsync: 'off' };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let child: ReturnType<typeof spawn> | undefined;
  let databases = 0;

  async function start(): Promise<void> {
    child = spawn(join(programs(), 'postgres'), ['-D', data, ...options], {
      ...as,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child?.once('error', reject);
      child?.once('exit', () => reject(new Error(`postgres ended: ${said}`)));
      child?.stderr?.on('data', (chunk: Buffer) => {
        said += chunk;
        if (said.includes('ready to accept connections')) resolve();
      });
    });
  }

  async function stop(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    // Immediately, as a computer that loses its power.
    child.kill('SIGQUIT');
    await ended;
  }

  await start();
  return {
    port,
    start,
    stop,
    async database() {
      const name = `accounts_${++databases}`;
      await run('psql', [
        '-h',
        '127.0.0.1',
        '-p',
        String(port),
        '-U',
        'relay',
        '-d',
        'postgres',
        '-c',
        `create database ${name}`,
      ]);
      return `postgres://relay@127.0.0.1:${port}/${name}`;
    },
    async cut() {
      await queryPostgres(
        `postgres://relay@127.0.0.1:${port}/postgres`,
        'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null',
      );
    },
    async remove() {
      await stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** The rows of a statement, with whole numbers as numbers. */
export async function queryPostgres(url: string, statement: string): Promise<unknown[]> {
  const number = {
    getTypeParser: (oid: number) => (oid === types.builtins.INT8 ? Number : types.getTypeParser(oid)),
  };
  const client = new Client({ connectionString: url, types: number });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

async function userIds(name: string): Promise<[number, number]> {
  const ids = await Promise.all(['-u', '-g'].map((which) => run('id', [which, name])));
  const [uid = 0, gid = 0] = ids.map(({ stdout }) => Number(stdout));
  return [uid, gid];
}
