import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from './ports';

export interface NatsServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts Debian's nats-server on a port of 127.0.0.1, and resolves when it takes connections. */
export async function startNats(options: readonly string[] = [], onPort?: number): Promise<NatsServer> {
  const port = onPort ?? (await freePort());
  const server = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(port), ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`nats-server ended: ${said}`)));
    server.stderr.on('data', (chunk: Buffer) => {
      said += chunk;
      if (said.includes('Server is ready')) resolve();
    });
  });
  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    pid: server.pid ?? 0,
    async stop(signal = 'SIGTERM') {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, 'exit');
      server.kill(signal);
      await ended;
    },
  };
}
