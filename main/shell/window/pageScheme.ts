import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { protocol } from 'electron';

const SCHEME = 'app';
const ORIGIN = `${SCHEME}://window`;

export const PAGE_URL = `${ORIGIN}/index.html`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Has to run before the app is ready. A scheme of its own gives the page an origin, which file: does not. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
}

/** Serves the window's files from `directory`, and nothing else: names are plain, without any way up. */
export function servePage(directory: string): void {
  protocol.handle(SCHEME, async (request) => {
    const { origin, path } = split(request.url);
    const type = TYPES[extname(path)];
    if (origin !== ORIGIN || type === undefined || !/^(\/[\w-][\w.-]*)+$/.test(path)) return notFound();
    try {
      const file = await readFile(join(directory, path));
      return new Response(new Uint8Array(file), { headers: { 'Content-Type': type } });
    } catch {
      return notFound();
    }
  });
}

const notFound = () => new Response('Not Found', { status: 404 });

function split(url: string): { origin: string; path: string } {
  const { protocol: scheme, host, pathname } = new URL(url);
  return { origin: `${scheme}//${host}`, path: pathname };
}
