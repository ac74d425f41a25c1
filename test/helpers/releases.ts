import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

/** A web server with made-up releases, and what it was asked for: a folder, or as GitHub has those of `someone/relay`. */
export interface Releases {
  readonly url: string;
  readonly requests: IncomingMessage[];
  /** Announces a version, whose file is `announced`, and hands out `sent` for it. */
  offer(version: string, announced: string, sent?: string): void;
  /** Of every file of a version, only the first half is sent until the undo is called. */
  hold(): () => void;
  close(): Promise<void>;
}

const PLACE = '/someone/relay/releases';

export async function startReleases(): Promise<Releases> {
  const files = new Map<string, string>();
  const requests: IncomingMessage[] = [];
  let held: Promise<void> | undefined;
  const server = createServer(async (request, response) => {
    requests.push(request);
    const path = new URL(request.url ?? '', 'http://releases').pathname;
    const file = files.get(path.replace(new RegExp(`^${PLACE}/download/[^/]+`), ''));
    response.writeHead(file === undefined ? 404 : 200, { 'content-length': file?.length ?? 0 });
    if (file === undefined || !held || !path.endsWith('.AppImage')) return void response.end(file);
    const half = Math.floor(file.length / 2);
    response.write(file.slice(0, half));
    await held;
    response.end(file.slice(half));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    offer(version, announced, sent = announced) {
      const sha512 = createHash('sha512').update(announced).digest('base64');
      const name = `buckets-relay-${version}.AppImage`;
      const feed = `version: ${version}\nfiles:\n  - url: ${name}\n    sha512: ${sha512}\n    size: ${announced.length}\n`;
      files.set(process.arch === 'arm64' ? '/latest-linux-arm64.yml' : '/latest-linux.yml', feed);
      files.set(`/${name}`, sent);
      const link = `<link href="https://github.com${PLACE}/tag/v${version}"/>`;
      files.set(`${PLACE}.atom`, `<feed><entry>${link}<title>${version}</title></entry></feed>`);
      files.set(`${PLACE}/latest`, JSON.stringify({ tag_name: `v${version}` }));
    },
    hold() {
      let release = () => {};
      held = new Promise((resolve) => {
        release = resolve;
      });
      return () => {
        held = undefined;
        release();
      };
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
