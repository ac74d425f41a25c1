import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

export interface Packages {
  readonly deb: string;
  readonly rpm: string;
  /** The program of the app that runs by itself. */
  readonly program: string;
  /** What the program brings of ours. */
  readonly asar: string;
}

let made: Promise<Packages> | undefined;

/** Makes the packages that this computer can make, once. */
export function makePackages(): Promise<Packages> {
  made ??= make();
  return made;
}

async function make(): Promise<Packages> {
  await run(process.execPath, [join(root, 'scripts/package.mjs')], { cwd: root, maxBuffer: 16 << 20 });
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const { program, resources } = placesIn(join(root, 'dist'));
  const name = join(root, `dist/buckets-relay-${version}-linux`);
  return {
    deb: `${name}-amd64.deb`,
    rpm: `${name}-x86_64.rpm`,
    program,
    asar: join(resources, 'app.asar'),
  };
}

function placesIn(dist: string): { program: string; resources: string } {
  switch (process.platform) {
    case 'darwin': {
      const contents = join(
        dist,
        process.arch === 'arm64' ? 'mac-arm64' : 'mac',
        'Buckets Relay.app/Contents',
      );
      return { program: join(contents, 'MacOS/Buckets Relay'), resources: join(contents, 'Resources') };
    }
    case 'win32': {
      const folder = join(dist, process.arch === 'arm64' ? 'win-arm64-unpacked' : 'win-unpacked');
      return { program: join(folder, 'Buckets Relay.exe'), resources: join(folder, 'resources') };
    }
    default: {
      const folder = join(dist, process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked');
      return { program: join(folder, 'buckets-relay'), resources: join(folder, 'resources') };
    }
  }
}

/** Runs a tool to its end and gives all that it said, whether or not it was content. */
export const complaints = (command: string, ...args: string[]): Promise<string> =>
  run(command, args, { maxBuffer: 16 << 20 }).then(
    ({ stdout, stderr }) => stdout + stderr,
    (error) => `${error.stdout}${error.stderr}${error.code}`,
  );

/** apt, which waits for others that install something at the moment. */
export const apt = (...args: string[]) =>
  run('apt-get', ['-qq', '--yes', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });

/** Files and folders of the system that are named after the app. */
export async function tracesInSystem(): Promise<string[]> {
  const { stdout } = await run('find', [
    ...['/opt', '/usr', '/etc', '/var', '/lib', '/bin', '-xdev'],
    ...['-iname', '*buckets*relay*', '-not', '-path', '/var/cache/apt/*'],
  ]);
  return stdout.split('\n').filter(Boolean);
}

export const isInstalled = (): Promise<boolean> =>
  run('dpkg-query', ['-W', '-f', '$' + '{db:Status-Status}', 'buckets-relay']).then(
    ({ stdout }) => stdout === 'installed',
    () => false,
  );
