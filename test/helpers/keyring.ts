import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';

/** Starts GNOME's keyring on the session bus, empty and unlocked; returns how to end it. */
export async function startKeyring(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-keyring-'));
  const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env: { ...process.env, XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder, HOME: folder },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keyring.stdin.end('the password of the keyring');
  await expect.poll(isOnTheBus).toBe(true);
  return async () => {
    const ended = once(keyring, 'exit');
    keyring.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
}

async function isOnTheBus(): Promise<boolean> {
  const bus = ['org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus'];
  const question = ['NameHasOwner', 's', 'org.freedesktop.secrets'];
  const { stdout } = await promisify(execFile)('busctl', ['--user', 'call', ...bus, ...question]);
  return stdout.trim() === 'b true';
}
