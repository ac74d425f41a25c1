import { createServer } from 'node:net';
import { listen } from './listen';

/** How many ports are tried after the first. */
const TRIES = 100;

/** Below are those that systems keep for themselves. */
const LOWEST = 1_024;

/** The first port from `from` upwards that can be had now; undefined when a hundred cannot. */
export async function nextFreePort(from: number, address: string | undefined): Promise<number | undefined> {
  const first = Math.max(from, LOWEST);
  for (let port = first; port < Math.min(first + TRIES, 65_536); port++) {
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
