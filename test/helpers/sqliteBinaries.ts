import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const packageFolder = join(import.meta.dirname, '../../node_modules/better-sqlite3');

export interface SqliteBinaries {
  readonly url: string;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** A mirror of better-sqlite3's releases with the one binary that is installed here: tests do not reach GitHub. */
export async function serveSqliteBinaries(): Promise<SqliteBinaries> {
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  const kind = `node-v${process.versions.modules}-${process.platform}-${process.arch}`;
  const path = `/v${version}/better-sqlite3-v${version}-${kind}.tar.gz`;
  const binary = 'build/Release/better_sqlite3.node';
  const { stdout: archive } = await run('tar', ['-cz', '-C', packageFolder, binary], {
    encoding: 'buffer',
    maxBuffer: 64 << 20,
  });
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.writeHead(url === path ? 200 : 404).end(url === path ? archive : undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
