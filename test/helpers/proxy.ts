import { createServer, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';

export interface ProxyOptions {
  /** The path that is taken off before what is asked for; what does not begin with it is not found. */
  readonly prefix: string;
  /** Whether a wish for a websocket is passed on. As most proxies come, it is not. */
  readonly upgrades: boolean;
}

/** A reverse proxy before the relay on `port` of this computer. */
export function createProxy(port: number, { prefix, upgrades }: ProxyOptions) {
  const pathOf = ({ url = '/' }: IncomingMessage) =>
    url.startsWith(`${prefix}/`) ? url.slice(prefix.length) : undefined;
  const server = createServer((asked, answer) => {
    const path = pathOf(asked);
    if (path === undefined) {
      answer.writeHead(404).end('not here');
      return;
    }
    // Those of one hop only are the proxy's own business (RFC 9110 section 7.6.1).
    const { connection: _, upgrade: __, ...headers } = asked.headers;
    request({ host: '127.0.0.1', port, path, method: asked.method, headers, agent: false }, (heard) => {
      answer.writeHead(heard.statusCode ?? 502, heard.headers);
      heard.pipe(answer);
    }).end();
  });
  if (!upgrades) return server;
  return server.on('upgrade', (asked, socket, head) => {
    const path = pathOf(asked);
    const names = asked.rawHeaders.filter((_name, index) => index % 2 === 0);
    const lines = names.map((name, index) => `${name}: ${asked.rawHeaders[2 * index + 1]}`);
    const relay = connect(port, '127.0.0.1', () => {
      relay.write(`${[`GET ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`);
      relay.write(head);
      relay.pipe(socket).pipe(relay);
    });
    for (const end of [relay, socket]) {
      end.on('error', () => {
        relay.destroy();
        socket.destroy();
      });
    }
  });
}
