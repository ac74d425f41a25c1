import { type Image, type ImageBuilder, openImageBuilder, startInImage } from './image';
import { freePort } from './ports';
import type { Cli, Exit } from './processes';
import { test as base, expect } from './relayFixture';

/** A container in which an image's relay runs. */
export interface Running {
  readonly relay: Cli;
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Kit {
  /** Starts what the image starts, on a free port in place of its own; ended with the test at the latest. */
  start: (image: Image, volume: string, more?: Readonly<Record<string, string>>) => Promise<Running>;
}

interface WorkerKit {
  /** Builds images, one after the other on the same base. */
  images: ImageBuilder;
}

export { expect };

export const test = base.extend<Kit, WorkerKit>({
  // The first time in a month a whole system is fetched for it.
  images: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from it what is needed.
    async ({}, use) => {
      const images = await openImageBuilder();
      await use(images);
      await images.remove();
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: the same.
  start: async ({}, use) => {
    const relays: Cli[] = [];
    await use(async (image, volume, more = {}) => {
      const { Entrypoint, Cmd } = image.config;
      const env = { RELAY_PORT: String(await freePort()), ...more };
      const relay = startInImage(image, volume, [...Entrypoint, ...Cmd], env);
      relays.push(relay);
      await relay.until('stdout', /listening on \S+\n/);
      const scheme = more.RELAY_TLS ? 'https' : 'http';
      return { relay, env, url: `${scheme}://127.0.0.1:${env.RELAY_PORT}/v1/relay` };
    });
    for (const { child, exited } of relays) {
      child.kill('SIGKILL');
      await exited;
    }
  },
});

/** As `docker stop` does it. */
export async function stop({ relay }: Running): Promise<void> {
  relay.child.kill('SIGTERM');
  expect(await relay.exited).toMatchObject({ code: 0, signal: null });
}

/** What the image's own check finds. */
export const healthOf = (image: Image, { env }: Running, volume: string): Promise<Exit> =>
  startInImage(image, volume, image.config.Healthcheck.Test.slice(1), env).exited;
