import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCli } from './processes';

interface Account {
  readonly username: string;
  readonly password: string;
}

/** Sends a file from one new device to another, through the relay; whether it came out as it went in. */
export async function moveFile(
  url: string,
  { username, password }: Account,
  ...options: string[]
): Promise<boolean> {
  const env = { RELAY_USERNAME: username, RELAY_PASSWORD: password };
  const file = Buffer.alloc(2_000_000, 'a budget ');
  const folders = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), 'buckets-relay-keys-'))));
  const [from = '', to = ''] = folders;
  const keys = await Promise.all(
    folders.map(async (folder) => {
      await startCli(['genkeys'], folder).exited;
      return (await readFile(join(folder, 'relay.key.public'), 'utf8')).trim();
    }),
  );
  const receive = startCli(['receive', ...options, url, keys[0] ?? ''], to, env);
  const send = startCli(['send', ...options, url, keys[1] ?? ''], from, env);
  send.child.stdin.end(file);
  const [received] = await Promise.all([receive.exited, send.exited]);
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
  return received.stdout.equals(file);
}
