import { createServer, type Server } from 'node:net';

/** Listens on 127.0.0.1 and gives the port. */
export function listenOn(server: Server, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      const bound = server.address();
      resolve(typeof bound === 'object' && bound ? bound.port : 0);
    });
  });
}

/** Whether somebody could listen there now. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await listenOn(server, port);
  } catch {
    return false;
  }
  await new Promise((resolve) => server.close(resolve));
  return true;
}

/**
 * A port that nobody has. It lies below those that the system gives out by itself, so that no other test's socket
 * gets it by chance before it is used.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 18_000);
    if (await isFree(port)) return port;
  }
}
