import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { npmFolder } from './baseImage';

const run = promisify(execFile);

/** Runs a command of buildah's, and gives what it printed. */
export type Buildah = (...args: string[]) => Promise<string>;

const NEEDED = { buildah: 'buildah', debootstrap: 'debootstrap', unshare: 'util-linux' };

function findOutWhyNot(): string | undefined {
  if (process.platform !== 'linux') return 'containers are of Linux alone';
  if (process.getuid?.() !== 0) return 'only root can build an image without a daemon';
  if (!works('apt-get', '--version')) return 'the image is made on Debian and its descendants only';
  for (const [program, name] of Object.entries(NEEDED))
    if (!works('sh', '-c', `command -v ${program}`)) return `Debian's package ${name} is not installed`;
  if (!existsSync(npmFolder)) return 'there is no npm beside Node';
  return works('unshare', '--mount', 'true') ? undefined : 'this system lets nobody mount anything';
}

function works(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Why no image can be built here; undefined when one can. */
export const noImages = findOutWhyNot();

/** A buildah with a storage of its own, and how to remove that with all images and containers. */
export async function ownBuildah(): Promise<{ buildah: Buildah; remove(): Promise<void> }> {
  const storage = await mkdtemp(join(tmpdir(), 'buckets-relay-images-'));
  const folders = ['--root', join(storage, 'root'), '--runroot', join(storage, 'run')];
  // Plain copies in place of layers that are mounted: inside of containers these cannot be, and they would outlive a test.
  const own = [...folders, '--storage-driver', 'vfs'];
  const env = { ...process.env, BUILDAH_ISOLATION: 'chroot' };
  return {
    buildah: async (...args) => {
      const { stdout } = await run('buildah', [...own, ...args], { env, maxBuffer: 64 << 20 });
      return stdout.trim();
    },
    remove: () => rm(storage, { recursive: true }),
  };
}
