import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { z } from 'zod';
import { noImages } from '../helpers/buildah';
import { LOGIN } from '../helpers/commandLine';
import { buildImage, type Image, startInImage } from '../helpers/image';
import { moveFile } from '../helpers/moveFile';
import { freePort } from '../helpers/ports';
import type { Cli, Exit } from '../helpers/processes';
import { ACCOUNT, test } from '../helpers/relayFixture';

// The image for containers, built from its Dockerfile, and run as `docker run --read-only -v relay:/data` would.

test.skip(noImages !== undefined, noImages);

let image: Image;
test.beforeAll(async () => {
  // The first time in a month a whole system is fetched for it.
  test.setTimeout(600_000);
  image = await buildImage();
});
test.afterAll(() => image?.remove());

const relays: Cli[] = [];
test.afterEach(async () => {
  // Those that a failed test left.
  for (const { child, exited } of relays.splice(0)) {
    child.kill('SIGKILL');
    await exited;
  }
});

interface Running {
  readonly relay: Cli;
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Starts what the image starts, on a free port in place of its own. */
async function start(volume: string, more: Readonly<Record<string, string>> = {}): Promise<Running> {
  const { Entrypoint, Cmd } = image.config;
  const env = { ...LOGIN, RELAY_PORT: String(await freePort()), ...more };
  const relay = startInImage(image, volume, [...Entrypoint, ...Cmd], env);
  relays.push(relay);
  await relay.until('stdout', /listening on \S+\n/);
  const scheme = more.RELAY_TLS ? 'https' : 'http';
  return { relay, env, url: `${scheme}://127.0.0.1:${env.RELAY_PORT}/v1/relay` };
}

/** As `docker stop` does it. */
async function stop({ relay }: Running): Promise<void> {
  relay.child.kill('SIGTERM');
  expect(await relay.exited).toMatchObject({ code: 0, signal: null });
}

/** What the image's own check finds. */
const healthOf = ({ env }: Running, volume: string): Promise<Exit> =>
  startInImage(image, volume, image.config.Healthcheck.Test.slice(1), env).exited;

test('says how it wants to be run', () => {
  expect(image.config).toMatchObject({
    User: '10001:10001',
    StopSignal: 'SIGTERM',
    Volumes: { '/data': {} },
  });
});

test('holds the program with all that it loads, and nothing else', async () => {
  const app = join(image.files, 'app');
  const files = (await readdir(app, { recursive: true })).sort();
  const others = files.filter((name) => !/^cli(\/[\w-]+)?\.cjs$/.test(name));
  expect(others).toEqual(['LICENSE', 'THIRD-PARTY-LICENCES.txt', 'cli', 'healthcheck.cjs']);
  expect(files).toContain('cli.cjs');
  const loaded = await Promise.all(
    files
      .filter((name) => name.endsWith('.cjs'))
      .map(async (name) => {
        const text = await readFile(join(app, name), 'utf8');
        return [...text.matchAll(/require\(["'`](\.[^"'`]+)["'`]\)/g)].map(([, path = '']) =>
          join(name, '..', path),
        );
      }),
  );
  expect(loaded.flat().length).toBeGreaterThan(20);
  expect(loaded.flat().filter((path) => !files.includes(path))).toEqual([]);
  expect((await stat(join(app, 'cli.cjs'))).uid).toBe(0);
});

test('nothing but its volume can be written', async () => {
  const volume = await image.volume();
  const attempt = (path: string) => startInImage(image, volume, ['touch', path]).exited;
  for (const path of ['/app/new', '/tmp/new', '/dev/new', '/new'])
    expect(await attempt(path), path).toMatchObject({ code: 1 });
  expect((await attempt('/tmp/new')).stderr).toContain('Read-only file system');
  expect(await attempt('/data/new')).toMatchObject({ code: 0 });
  const who = await startInImage(image, volume, ['sh', '-c', 'id -u; id -G; grep CapEff /proc/self/status'])
    .exited;
  expect(who.stdout.toString()).toMatch(/^10001\n10001\nCapEff:\s+0+\n$/);
});

test('relays, is found well, and ends when it is stopped', async () => {
  const volume = await image.volume();
  const running = await start(volume);
  expect(await healthOf(running, volume)).toMatchObject({ code: 0, stderr: '' });
  expect(await moveFile(running.url, ACCOUNT)).toBe(true);
  await stop(running);
  expect(await healthOf(running, volume)).toMatchObject({ code: 1 });
  // What it kept is on the volume itself.
  expect(await readdir(volume)).toContain('devices.json');
});

test('a next container with the same volume knows the devices, and is known by its certificate', async () => {
  const volume = await image.volume();
  const tls = { RELAY_TLS: 'self-signed' };
  const first = await start(volume, tls);
  expect(await moveFile(first.url, ACCOUNT, '-k')).toBe(true);
  expect(await healthOf(first, volume)).toMatchObject({ code: 0, stderr: '' });
  const known = { devices: await devicesOf(volume), certificate: await certificateOf(first) };
  expect(known.devices).toHaveLength(2);
  await stop(first);

  const second = await start(volume, tls);
  expect({ devices: await devicesOf(volume), certificate: await certificateOf(second) }).toEqual(known);
  await stop(second);
});

/** The keys that the relay which runs with the volume knows. */
async function devicesOf(volume: string): Promise<string[]> {
  const { code, stdout } = await startInImage(image, volume, ['buckets-relay', 'devices', '--json']).exited;
  expect(code).toBe(0);
  const { devices } = z
    .object({ devices: z.array(z.object({ key: z.string() })) })
    .parse(JSON.parse(stdout.toString()));
  return devices.map(({ key }) => key).sort();
}

/** The fingerprint in its log. */
const certificateOf = async ({ relay }: Running): Promise<string> =>
  (await relay.until('stderr', /SHA-256 fingerprint:\n((?: {2}(?:[0-9A-F]{4} ){7}[0-9A-F]{4}\n){2})/))[1] ??
  '';
