import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { RELAY_PATH, VERSIONS_PATH } from '../../protocol/relayUrl';
import { homePage } from './homePage';

/** A whole HTTP answer, as data: it can be written to a response, or to a socket that asked for an upgrade. */
export interface HttpAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const plain = (status: number, reason: string, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  reason,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers },
  body: reason,
});

/** Deployed clients look for both words, `403` and `Forbidden`. */
export const FORBIDDEN = plain(403, 'Forbidden');

/** For an address that guessed too often: it is listened to again after `seconds`. */
export const tooManyRequests = (seconds: number): HttpAnswer =>
  plain(429, 'Too Many Requests', { 'Retry-After': String(seconds) });

/** For who is no worse off than the others: what went wrong is our doing. */
export const INTERNAL_ERROR = plain(500, 'Internal Server Error');

export const HEAD_TOO_LARGE = plain(431, 'Request Header Fields Too Large');

const WRONG_VERSION = plain(426, 'Upgrade Required', { Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' });

/** For somebody who looks for the fault: with the login everything is in order. */
export const NOT_A_WEBSOCKET: HttpAnswer = {
  ...plain(400, 'Bad Request'),
  body: `This is a Buckets relay, and the login is right. What is missing is the upgrade to a websocket: the headers
"Connection: Upgrade" and "Upgrade: websocket". A proxy in between has to be told to pass them on.
`,
};

/** What is wrong with a device's upgrade, apart from who asks for it: ws checks the rest. */
export function upgradeProblem(request: IncomingMessage): HttpAnswer | undefined {
  const { method, headers } = request;
  if (method !== 'GET') return plain(405, 'Method Not Allowed', { Allow: 'GET' });
  const upgrades =
    headers.upgrade?.toLowerCase() === 'websocket' && /\bupgrade\b/i.test(headers.connection ?? '');
  if (!upgrades) return NOT_A_WEBSOCKET;
  return headers['sec-websocket-version'] === '13' ? undefined : WRONG_VERSION;
}

/** For whom there is no time or room just now: there may be after `seconds`. */
export const serviceUnavailable = (seconds: number): HttpAnswer =>
  plain(503, 'Service Unavailable', { 'Retry-After': String(seconds) });

/** For one more of an address that has as many connections as it may have. */
export const CROWDED = serviceUnavailable(30);

export const NOT_FOUND = plain(404, 'Not Found');

const READY_PATH = '/readyz';

/** For a device, or a balancer, that should go to another node. */
export const NOT_READY = serviceUnavailable(5);

const HEALTHY = plain(200, 'OK', { 'Cache-Control': 'no-store' });

const versions = (authMethods: readonly string[]): HttpAnswer => ({
  status: 200,
  reason: 'OK',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ versions: [{ version: '1', authMethods }] }),
});

/** The answer to a request that is not a device's (PROTOCOL section 1). */
export type Router = (request: IncomingMessage) => HttpAnswer;

/** `authMethods`: the ways to log in, as devices are told of them. `isReady`: whether new devices may come. */
export function createRouter(
  authMethods: readonly string[] = ['usernamepassword'],
  isReady: () => boolean = () => true,
): Router {
  const known: ReadonlyMap<string, HttpAnswer> = new Map([
    // Relative, so that it leads to the right place behind a proxy's prefix as well.
    ['/', plain(307, 'Temporary Redirect', { Location: 'v1/' })],
    // For whoever watches over it: it runs, and it takes connections. Once it stops, nothing answers here any more.
    ['/healthz', HEALTHY],
    [READY_PATH, HEALTHY],
    ['/v1/', { status: 200, reason: 'OK', headers: homePage.headers, body: homePage.html }],
    [VERSIONS_PATH, versions(authMethods)],
  ]);
  return (request) => {
    const path = pathOf(request);
    const answer = path === READY_PATH && !isReady() ? NOT_READY : known.get(path);
    if (!answer) return NOT_FOUND;
    if (request.method === 'GET' || request.method === 'HEAD') return answer;
    return plain(405, 'Method Not Allowed', { Allow: 'GET, HEAD' });
  };
}

/** Whether a device asks for its connection, rightly or wrongly. */
export const isDeviceRequest = (request: IncomingMessage): boolean => pathOf(request) === RELAY_PATH;

/** The path alone: no query, and no scheme and host, which a proxy may put before it (RFC 9112 section 3.2.2). */
export function pathOf(request: IncomingMessage): string {
  const target = (request.url ?? '').replace(/^https?:\/\/[^/?]*/i, '');
  return target.replace(/[?#].*$/s, '') || '/';
}

/** Answers a request. There is one for each connection: nobody who keeps one open asks again. */
export function respond(request: IncomingMessage, response: ServerResponse, answer: HttpAnswer): void {
  response.writeHead(answer.status, answer.reason, {
    ...answer.headers,
    'Content-Length': Buffer.byteLength(answer.body),
    Connection: 'close',
  });
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

/** Answers on a bare socket (one whose request asked for an upgrade that it does not get, or was none), and ends it. */
export function respondRaw(socket: Duplex, answer: HttpAnswer, method?: string): void {
  socket.once('finish', () => socket.destroy());
  socket.end(bytesOf(answer, method));
}

/** Bytes that are read and thrown away of who goes on sending when the answer is there. */
const UNREAD_BYTES = 1024 * 1024;

/**
 * Answers on a connection whose request is not all there, and ends it. What is on its way still is read: a connection that
 * is closed over bytes that nobody read is reset, and often the answer is lost with it.
 */
export function respondEarly(socket: Duplex, answer: HttpAnswer, method?: string): void {
  let unread = 0;
  socket.on('data', (chunk: Buffer) => {
    unread += chunk.length;
    if (unread > UNREAD_BYTES) socket.destroy();
  });
  socket.end(bytesOf(answer, method));
  socket.resume();
}

const written = new WeakMap<HttpAnswer, Buffer>();

/** Those that many get are the same each time, and put into words once. */
function bytesOf(answer: HttpAnswer, method: string | undefined): Buffer {
  if (method === 'HEAD') return Buffer.from(headOf(answer));
  const known = written.get(answer);
  if (known) return known;
  const bytes = Buffer.from(headOf(answer) + answer.body);
  written.set(answer, bytes);
  return bytes;
}

function headOf(answer: HttpAnswer): string {
  const headers = {
    ...answer.headers,
    'Content-Length': Buffer.byteLength(answer.body),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${answer.status} ${answer.reason}`, ...lines, '', ''].join('\r\n');
}
