import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { makeBaseImage } from './baseImage';
import { type Buildah, ownBuildah } from './buildah';
import { Cli } from './processes';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

const BASE = 'localhost/base';
const IMAGE = 'localhost/buckets-relay';

const inspected = z.object({
  Docker: z.object({
    config: z.object({
      User: z.string(),
      Env: z.array(z.string()),
      Entrypoint: z.array(z.string()),
      Cmd: z.array(z.string()),
      Volumes: z.record(z.string(), z.unknown()),
      StopSignal: z.string(),
      Healthcheck: z.object({ Test: z.tuple([z.literal('CMD')], z.string()) }),
    }),
  }),
});

/** What an image says of how it wants to be run. */
export type ImageConfig = z.infer<typeof inspected>['Docker']['config'];

export interface Image {
  readonly config: ImageConfig;
  /** Its files, unpacked. */
  readonly files: string;
  /** A folder for `/data` as a container's first start makes one. */
  volume(): Promise<string>;
  remove(): Promise<void>;
}

/** Builds the image from the project as git knows it, without what was installed or built here. */
export async function buildImage(): Promise<Image> {
  const { buildah, remove: removeStorage } = await ownBuildah();
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-image-'));
  const remove = async () => {
    await removeStorage();
    await rm(folder, { recursive: true });
  };
  try {
    await makeBaseImage(buildah, BASE);
    const context = join(folder, 'context');
    await checkOut(context);
    const dockerfile = join(context, 'docker/singleuser.Dockerfile');
    // Docker's own format: the other one has no health checks.
    const options = ['--format', 'docker', '--pull-never', '--build-arg', `BASE=${BASE}`];
    await buildah('bud', ...options, '--file', dockerfile, '--tag', IMAGE, context);
    const files = await unpacked(buildah);
    const { config } = inspected.parse(JSON.parse(await buildah('inspect', '--type', 'image', IMAGE))).Docker;
    return { config, files, volume: () => makeVolume(folder, files), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The project's files, with changes that are not committed. */
async function checkOut(context: string): Promise<void> {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout } = await run('git', list, { cwd: root, maxBuffer: 16 << 20 });
  const paths = stdout.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
  for (const path of paths) {
    await mkdir(dirname(join(context, path)), { recursive: true });
    await cp(join(root, path), join(context, path));
  }
}

async function unpacked(buildah: Buildah): Promise<string> {
  return buildah('mount', await buildah('from', '--pull-never', IMAGE));
}

async function makeVolume(folder: string, files: string): Promise<string> {
  const volume = await mkdtemp(join(folder, 'data-'));
  const { uid, gid, mode } = await stat(join(files, 'data'));
  await chown(volume, uid, gid);
  await chmod(volume, mode & 0o7777);
  return volume;
}

/**
 * What `docker run --read-only --cap-drop ALL --security-opt no-new-privileges` does: a view of the file system in which all
 * but the volume is read-only, and the image's user, without any right of root's.
 */
const BOX = `
set -e
mount --bind "$1" "$1"
mount --bind "$2" "$1/data"
mount -t proc proc "$1/proc"
mount --bind /dev "$1/dev"
mount -o remount,bind,ro "$1/dev"
mount -o remount,bind,ro "$1"
files=$1 user=$3
shift 3
exec setpriv --no-new-privs chroot --userspec="$user" --groups= "$files" "$@"`;

/** Starts a command in a container of the image, with the computer's own network. Whoever starts it ends it. */
export function startInImage(
  { config, files }: Image,
  volume: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Cli {
  const box = ['--mount', '--propagation', 'private', 'sh', '-c', BOX, 'sh'];
  const variables = Object.fromEntries(config.Env.map((line) => line.split(/=(.*)/s).slice(0, 2)));
  return new Cli(
    spawn('unshare', [...box, files, volume, config.User, ...command], {
      cwd: '/',
      env: { ...variables, ...env },
    }),
  );
}
