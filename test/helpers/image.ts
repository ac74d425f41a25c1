import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { makeBaseImage } from './baseImage';
import { ownBuildah } from './buildah';
import { Cli } from './processes';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

const BASE = 'localhost/base';

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
}

/** The Dockerfiles, by the beginning of their names. */
export type Dockerfile = 'singleuser' | 'multiuser';

export interface ImageBuilder {
  /** Builds an image from the project as git knows it, without what was installed or built here. */
  build(dockerfile: Dockerfile, buildArguments?: Readonly<Record<string, string>>): Promise<Image>;
  /** Removes all that was built. */
  remove(): Promise<void>;
}

/** Makes what all images stand on. What one has compiled is not compiled again for the next. */
export async function openImageBuilder(): Promise<ImageBuilder> {
  const { buildah, remove: removeStorage } = await ownBuildah();
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-image-'));
  const context = join(folder, 'context');
  const remove = async () => {
    await removeStorage();
    await rm(folder, { recursive: true });
  };
  let compiled: Compiled | undefined;
  try {
    await makeBaseImage(buildah, BASE);
    await checkOut(context);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    async build(name, buildArguments = {}) {
      const tag = `localhost/${name}`;
      const text = await readFile(join(context, `docker/${name}.Dockerfile`), 'utf8');
      const stage = compilingStage(text);
      const isDone = compiled?.stage === stage;
      const file = join(folder, `${name}.Dockerfile`);
      await writeFile(file, isDone ? text.replace(stage, '') : text);
      const stageOptions = compiled && isDone ? ['--build-context', `build=${compiled.folder}`] : [];
      const options = Object.entries({ BASE, ...buildArguments }).map(
        (pair) => `--build-arg=${pair.join('=')}`,
      );
      // Docker's own format: the other one has no health checks.
      const as = ['--format', 'docker', '--pull-never', '--file', file, '--tag', tag];
      await buildah('bud', ...as, ...options, ...stageOptions, context);
      const files = await buildah('mount', await buildah('from', '--pull-never', tag));
      compiled ??= { stage, folder: await putBack(files, join(folder, 'compiled')) };
      const { config } = inspected.parse(JSON.parse(await buildah('inspect', '--type', 'image', tag))).Docker;
      return { config, files, volume: () => makeVolume(folder, files) };
    },
    remove,
  };
}

/** What a stage has made, for Dockerfiles that have the very same one. */
interface Compiled {
  readonly stage: string;
  readonly folder: string;
}

/** The stage in which the program is compiled. */
function compilingStage(dockerfile: string): string {
  const [stage] = /^FROM \S+ AS build\n(?:.+\n)+/m.exec(dockerfile) ?? [];
  if (stage === undefined) throw new Error('no stage “build” in the Dockerfile');
  return stage;
}

/** Lays what an image took of that stage where it lay there. */
async function putBack(files: string, folder: string): Promise<string> {
  const places = {
    'cli.cjs': 'out/main',
    cli: 'out/main',
    'THIRD-PARTY-LICENCES.txt': 'out/main',
    LICENSE: '',
    'healthcheck.cjs': 'docker',
  };
  for (const [name, place] of Object.entries(places))
    await cp(join(files, 'app', name), join(folder, 'src', place, name), { recursive: true });
  return folder;
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
