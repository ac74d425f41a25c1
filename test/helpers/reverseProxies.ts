import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { MadePair } from './openssl';

// Real reverse proxies with the files of examples/, in which only addresses, ports and paths are others.

const EXAMPLES = join(import.meta.dirname, '../../examples');

const ENV = { PATH: `${process.env.PATH ?? ''}:/usr/sbin` };

export interface ProxySetting {
  readonly folder: string;
  /** Where it listens, on 127.0.0.1, and where the relay does. */
  readonly port: number;
  readonly relayPort: number;
  readonly pair: MadePair;
}

/** For a proxy before several nodes, without TLS. */
export type PlainSetting = Pick<ProxySetting, 'folder' | 'port'>;

export interface ReverseProxy<Setting extends PlainSetting = ProxySetting> {
  readonly command: 'nginx' | 'caddy';
  /** Its arguments, once its files are written. */
  prepare(setting: Setting): Promise<readonly string[]>;
}

export const nginx: ReverseProxy = {
  command: 'nginx',
  async prepare({ folder, port, relayPort, pair }) {
    const text = await example('nginx/nginx.conf', [
      ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
      ['/etc/letsencrypt/live/relay.example.org/fullchain.pem', pair.certificate],
      ['/etc/letsencrypt/live/relay.example.org/privkey.pem', pair.key],
      ['127.0.0.1:9001', `127.0.0.1:${relayPort}`],
    ]);
    return nginxWith(folder, text);
  },
};

/** The example for several nodes, with theirs on these ports of 127.0.0.1. */
export const nginxBefore = (nodePorts: readonly number[]): ReverseProxy<PlainSetting> => ({
  command: 'nginx',
  async prepare({ folder, port }) {
    const nodes = nodePorts.map((node, at) => [`node-${at + 1}:8080`, `127.0.0.1:${node}`] as const);
    return nginxWith(
      folder,
      await example('nginx/cluster.conf', [['listen 80', `listen 127.0.0.1:${port}`], ...nodes]),
    );
  },
});

/** Its arguments, with `text` as the file of its folder for sites. */
async function nginxWith(folder: string, text: string): Promise<readonly string[]> {
  await writeFile(join(folder, 'relay.conf'), text);
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const around = `
    ${userInfo().uid === 0 ? `user ${userInfo().username};` : ''}
    daemon off; pid ${folder}/nginx.pid; error_log stderr;
    events {}
    http {
      access_log off;
      ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
      include ${folder}/relay.conf;
    }`;
  await writeFile(join(folder, 'nginx.conf'), around);
  return ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'];
}

export const caddy: ReverseProxy = {
  command: 'caddy',
  async prepare({ folder, port, relayPort, pair }) {
    const text = await example('caddy/Caddyfile', [
      ['\nrelay.example.org {', `\nhttps://127.0.0.1:${port} {`],
      ['# tls /etc/caddy/relay.pem /etc/caddy/relay.key', `tls ${pair.certificate} ${pair.key}`],
      ['127.0.0.1:9001', `127.0.0.1:${relayPort}`],
    ]);
    const global = '{\n\tadmin off\n\tauto_https disable_redirects\n}\n';
    await writeFile(join(folder, 'Caddyfile'), global + text);
    return ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'];
  },
};

export const isInstalled = ({ command }: Pick<ReverseProxy, 'command'>): boolean =>
  spawnSync(command, [command === 'nginx' ? '-v' : 'version'], { env: ENV }).status === 0;

/** Starts it, and resolves with what ends it once it takes connections. */
export async function startProxy<Setting extends PlainSetting>(
  proxy: ReverseProxy<Setting>,
  setting: Setting,
): Promise<() => Promise<void>> {
  const args = await proxy.prepare(setting);
  const child = spawn(proxy.command, args, {
    env: { ...ENV, HOME: setting.folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  while (!(await takesConnections(setting.port))) {
    if (child.exitCode !== null) throw new Error(`${proxy.command} ended: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return () => end(child);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

const takesConnections = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('connect', () => socket.destroy());
    socket.on('error', () => resolve(false));
  });

/** The example, with all of `changes`; what one of them is about has to be there. */
async function example(path: string, changes: readonly (readonly [string, string])[]): Promise<string> {
  let text = await readFile(join(EXAMPLES, path), 'utf8');
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
    text = text.replace(from, to);
  }
  return text;
}
