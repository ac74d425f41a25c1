import { createServer } from 'node:net';
import { listen } from './listen';

/** How many ports are tried after the first. */
const TRIES = 100;

/** The first port from `from` upwards that nobody listens on now; undefined when a hundred are taken. */
export async function nextFreePort(from: number, address: string | undefined): Promise<number | undefined> {
  for (let port = from; port < Math.min(from + TRIES, 65_536); port++) {
    if (await isFree(port, address)) return port;
  }
  return undefined;
}

async function isFree(port: number, address: string | undefined): Promise<boolean> {
  const server = createServer();
  const listening = await listen(server, port, address);
  if (!listening.ok) return false;
  await new Promise((resolve) => server.close(resolve));
  return true;
}
