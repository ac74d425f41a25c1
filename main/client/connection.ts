import { on } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Fingerprint } from '../lib/fingerprint';
import { err, ok, type Result } from '../lib/result';
import { type Identity, sign } from '../protocol/identity';
import type { Command, RelayEvent } from '../protocol/messages';
import { type Bytes, type Malformed, NetstringDecoder } from '../protocol/netstring';
import { decodeEvent, encodeCommand } from '../protocol/wire';
import { connectPinned } from './pinnedSocket';

export interface ConnectOptions {
  /** `http(s)://HOST:PORT/v1/relay`, or the same with ws(s). */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly identity: Identity;
  /** False accepts any certificate: for relays with a self-signed one. */
  readonly verifyCertificate: boolean;
  /**
   * Accepts exactly the certificate with this fingerprint, whatever its names, issuer and dates; then
   * `verifyCertificate` does not matter. Any other is refused before anything is sent, the password above all.
   */
  readonly fingerprint?: Fingerprint;
  /** How long the relay may take to answer, and then to accept the key, in milliseconds: 15 seconds without it. */
  readonly timeoutMs?: number;
}

export type ConnectProblem =
  | { readonly kind: 'badUrl'; readonly url: string }
  /** A fingerprint was given, and an address without TLS. */
  | { readonly kind: 'notEncrypted'; readonly url: string }
  /** `code` as ECONNREFUSED or ENOTFOUND. */
  | { readonly kind: 'unreachable'; readonly url: string; readonly code: string }
  | { readonly kind: 'certificateRefused'; readonly code: string }
  /** `seen` is what the relay's certificate has. */
  | { readonly kind: 'fingerprintDiffers'; readonly seen: Fingerprint }
  | { readonly kind: 'loginRefused' }
  /** Too many wrong passwords came from this address; the relay listens to it again after so many seconds. */
  | { readonly kind: 'blocked'; readonly seconds: number }
  | { readonly kind: 'notARelay'; readonly status: number }
  | { readonly kind: 'keyRefused'; readonly message: string }
  /** It answered the upgrade, and then said nothing more. */
  | { readonly kind: 'silent'; readonly url: string }
  | Ended;

/** How an established connection ended. */
export type Ended =
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string }
  | { readonly kind: 'malformed'; readonly reason: Malformed };

/** A device's authenticated connection to its relay. */
export interface DeviceConnection {
  /**
   * What the relay says, in order, until the connection ends. Reading slowly slows the relay down (the socket is
   * paused), so nothing piles up here. To be read once.
   */
  readonly events: AsyncGenerator<RelayEvent, Ended, void>;
  /** Resolves once the command has left this process; false when the connection is over. */
  send(command: Command): Promise<boolean>;
  /** Closes after everything sent before; resolves when the relay has taken it all, or the socket is gone. */
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 15_000;

/** How long the relay may take for what was sent before a close: it reads no faster than the receiver does. */
const CLOSE_TIMEOUT_MS = 10 * 60_000;

/** Messages read ahead of a slow reader before its socket is paused. */
const READ_AHEAD = 16;

/** Connects to a relay, proves the identity's key, and resolves when the relay has accepted it. */
export async function connectDevice(
  options: ConnectOptions,
): Promise<Result<DeviceConnection, ConnectProblem>> {
  const url = websocketUrl(options.url);
  if (url === undefined) return err({ kind: 'badUrl', url: options.url });
  const { timeoutMs = CONNECT_TIMEOUT_MS } = options;
  const secured = await pinned(url, options, timeoutMs);
  if (!secured.ok) return secured;
  const basic = Buffer.from(`${options.username}:${options.password}`).toString('base64');
  const socket = new WebSocket(url, {
    headers: { Authorization: `Basic ${basic}` },
    perMessageDeflate: false,
    handshakeTimeout: timeoutMs,
    closeTimeout: CLOSE_TIMEOUT_MS,
    rejectUnauthorized: options.verifyCertificate,
    ...secured.value,
  });
  const closed = new Promise<Ended>((resolve) => {
    socket.once('close', (code, reason) => resolve({ kind: 'closed', code, reason: reason.toString() }));
  });
  // Subscribed before the socket opens: the relay's first message may come along with its answer to the upgrade.
  const events = readEvents(socket, messagesOf(socket), closed);
  const problem = await opening(socket, options.url);
  if (problem) return err(problem);

  const connection: DeviceConnection = {
    events,
    send: (command) =>
      new Promise((resolve) => socket.send(encodeCommand(command), (failure) => resolve(!failure))),
    async close() {
      socket.close(1000);
      socket.resume();
      await closed;
    },
  };
  let silent = false;
  const deadline = setTimeout(() => {
    silent = true;
    socket.terminate();
  }, timeoutMs);
  const refused = await proveKey(connection, options.identity);
  clearTimeout(deadline);
  if (silent) return err({ kind: 'silent', url: options.url });
  if (!refused) return ok(connection);
  await connection.close();
  return err(refused);
}

/** Where a fingerprint is wanted: a TLS connection on which it was seen, for the websocket to go over. */
async function pinned(
  url: URL,
  { url: given, fingerprint }: ConnectOptions,
  timeoutMs: number,
): Promise<Result<{ createConnection?: () => Socket }, ConnectProblem>> {
  if (fingerprint === undefined) return ok({});
  if (url.protocol !== 'wss:') return err({ kind: 'notEncrypted', url: given });
  const socket = await connectPinned(url, fingerprint, timeoutMs);
  if (socket.ok) return ok({ createConnection: () => socket.value });
  const { error } = socket;
  return err(error.kind === 'unreachable' ? { ...error, url: given } : error);
}

/** The handshake of PROTOCOL section 5.1; undefined when the relay accepted the key. */
async function proveKey(
  connection: DeviceConnection,
  identity: Identity,
): Promise<ConnectProblem | undefined> {
  for (;;) {
    const next = await connection.events.next();
    if (next.done) return next.value;
    const event = next.value;
    if (event.kind === 'authenticated') return undefined;
    if (event.kind === 'error') return { kind: 'keyRefused', message: event.message };
    if (event.kind === 'who') {
      const signature = sign(identity, event.challenge);
      await connection.send({ kind: 'iam', key: identity.publicKey, signature });
    }
  }
}

/** The address for a websocket (the reference's clients take http and https for ws and wss). */
function websocketUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const scheme = { 'http:': 'ws:', 'https:': 'wss:', 'ws:': 'ws:', 'wss:': 'wss:' }[url.protocol];
  if (scheme === undefined || url.hash !== '' || url.username !== '') return undefined;
  return new URL(url.href.replace(url.protocol, scheme));
}

/** Resolves when the websocket is open, or with what kept it from opening. */
function opening(socket: WebSocket, url: string): Promise<ConnectProblem | undefined> {
  return new Promise((resolve) => {
    socket.once('open', () => resolve(undefined));
    socket.once('unexpected-response', (request, response) => {
      resolve(refusal(response));
      request.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? error.message;
      const certificate = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code);
      resolve(certificate ? { kind: 'certificateRefused', code } : { kind: 'unreachable', url, code });
    });
  });
}

function refusal({ statusCode: status = 0, headers }: IncomingMessage): ConnectProblem {
  if (status === 403) return { kind: 'loginRefused' };
  if (status === 429) return { kind: 'blocked', seconds: Number(headers['retry-after'] ?? 0) || 0 };
  return { kind: 'notARelay', status };
}

async function* readEvents(
  socket: WebSocket,
  messages: AsyncIterable<[Bytes, boolean]>,
  closed: Promise<Ended>,
): AsyncGenerator<RelayEvent, Ended, void> {
  const decoder = new NetstringDecoder();
  try {
    for await (const [message] of messages) {
      const { payloads, malformed } = decoder.push(message);
      for (const payload of payloads) {
        const event = decodeEvent(payload);
        if (!event.ok) return { kind: 'malformed', reason: event.error };
        yield event.value;
      }
      if (malformed) return { kind: 'malformed', reason: malformed };
    }
  } catch {
    // The socket failed; how it ended is told by its close, which always follows.
  } finally {
    socket.close();
  }
  return closed;
}

/** Every message from now on, until the socket closes; pauses the socket when they are not read. */
const messagesOf = (socket: WebSocket) =>
  on(socket, 'message', {
    close: ['close'],
    highWaterMark: READ_AHEAD,
    lowWaterMark: READ_AHEAD / 2,
    // Node's types know neither that the iterator is iterable nor what a websocket's messages are.
  }) as AsyncIterableIterator<[Bytes, boolean]>;
