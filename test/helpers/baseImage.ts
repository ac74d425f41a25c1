import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Buildah } from './buildah';

const run = promisify(execFile);

export const npmFolder = join(dirname(process.execPath), '../lib/node_modules/npm');

/** Where the image has the certificates of those who reach npm's registry through an authority of their own. */
const AUTHORITIES = '/usr/local/share/authorities.pem';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Makes an image with a bare system of this computer's kind, and its Node with npm: in place of Node's own image, which a
 * registry would have to bring.
 */
export async function makeBaseImage(buildah: Buildah, name: string): Promise<void> {
  const container = await buildah('from', 'scratch');
  await buildah('copy', container, await bareSystem(), '/');
  await buildah('copy', container, process.execPath, '/usr/local/bin/node');
  await buildah('copy', container, npmFolder, '/usr/local/lib/node_modules/npm');
  const link = ['ln', '-s', '../lib/node_modules/npm/bin/npm-cli.js', '/usr/local/bin/npm'];
  await buildah('run', container, '--', ...link);
  const authorities = process.env.NODE_EXTRA_CA_CERTS;
  if (authorities) {
    await buildah('copy', container, authorities, AUTHORITIES);
    await buildah('config', '--env', `NODE_EXTRA_CA_CERTS=${AUTHORITIES}`, container);
  }
  await buildah('config', '--env', `PATH=${PATH}`, container);
  await buildah('commit', '--rm', container, name);
}

/** The folder of a bare system. It takes longer to fetch than all that is tested with it, so it is kept for a month. */
async function bareSystem(): Promise<string> {
  const { suite, mirror } = await debian();
  const cache = join(homedir(), '.cache/buckets-relay-tests');
  const prefix = `${suite}-${process.arch}-`;
  const name = `${prefix}${new Date().toISOString().slice(0, 7)}`;
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;

  await mkdir(cache, { recursive: true });
  // Under another name until it is whole: whoever is interrupted leaves nothing that looks done.
  const making = await mkdtemp(join(cache, 'making-'));
  try {
    const options = ['--variant=minbase', '--include=ca-certificates'];
    await run('debootstrap', [...options, suite, making, mirror], { maxBuffer: 16 << 20 });
    await rm(join(making, 'var/cache/apt/archives'), { recursive: true });
    await chmod(making, 0o755);
    await rename(making, folder);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    // Somebody else may have been quicker.
    if (!existsSync(folder)) throw error;
  }
  const old = (await readdir(cache)).filter((entry) => entry.startsWith(prefix) && entry !== name);
  for (const entry of old) await rm(join(cache, entry), { recursive: true, force: true });
  return folder;
}

/** The system that runs here, whose libraries its Node needs, and where apt has it from. */
async function debian(): Promise<{ suite: string; mirror: string }> {
  const suite = /^VERSION_CODENAME=(\S+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
  const format = ['--format', '$(RELEASE) $(REPO_URI)', 'Identifier: Packages'];
  const { stdout } = await run('apt-get', ['indextargets', ...format]);
  const mirror = stdout
    .split('\n')
    .find((line) => line.startsWith(`${suite} `))
    ?.split(' ')[1];
  if (!mirror) throw new Error(`apt knows no archive of ${suite}`);
  return { suite, mirror };
}
