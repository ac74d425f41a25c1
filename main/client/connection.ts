import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Fingerprint } from '../lib/fingerprint';
import { err, ok, type Result } from '../lib/result';
import { type Identity, sign } from '../protocol/identity';
import type { Command, RelayEvent } from '../protocol/messages';
import { completeAddress } from '../protocol/relayUrl';
import { TEST_DEVICE_HEADER, TEST_DEVICE_VALUE } from '../protocol/testDevice';
import { encodeCommand } from '../protocol/wire';
import { printable } from '../texts/printable';
import { connectPinned } from './pinnedSocket';
import { probeRelay } from './probeRelay';
import { type ConnectionEnd, readEvents } from './relayEvents';
import { detectStalls } from './stallDetector';
import { DEFAULT_TIMEOUTS, type Timeouts } from './timeouts';

export type { ConnectionEnd };

export interface ConnectOptions extends Partial<Timeouts> {
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
  /** No other device is to hear of this one; where the relay does not see to that, its key is not proved. */
  readonly testDevice?: boolean;
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
  /** Too many wrong passwords came from this address; the relay listens to it again after so many seconds; 0: some. */
  | { readonly kind: 'blocked'; readonly seconds: number }
  | { readonly kind: 'notARelay'; readonly status: number }
  /** A relay answers there, and the upgrade to a websocket does not get to it: a proxy keeps it. */
  | { readonly kind: 'noUpgrade'; readonly url: string; readonly status: number }
  /** The login is right, and the relay cannot keep others from hearing of a test device. */
  | { readonly kind: 'notHidden' }
  | { readonly kind: 'keyRefused'; readonly message: string }
  /** It answered the upgrade, and then said nothing more. */
  | { readonly kind: 'silent'; readonly url: string }
  | ConnectionEnd;

/** A device's authenticated connection to its relay. */
export interface DeviceConnection {
  /**
   * What the relay says, in order, until the connection ends. Reading slowly slows the relay down (the socket is
   * paused), so nothing piles up here. To be read once.
   */
  readonly events: AsyncGenerator<RelayEvent, ConnectionEnd, void>;
  /** Resolves once the command has left this process; false when the connection is over. */
  send(command: Command): Promise<boolean>;
  /** Resolves with true once the relay has read all that was sent before; with false when the connection ended first. */
  taken(): Promise<boolean>;
  /**
   * Closes, and resolves when the relay has answered that, or could have. With `afterAll` it is given the time to pass
   * on all that was sent before: while a receiver makes it wait, it reads no close either.
   */
  close(options?: { readonly afterAll: boolean }): Promise<void>;
}

/** The real one's messages have a million bytes each, and may come several together. */
const MESSAGE_BYTES = 4 * 1024 * 1024;
const MESSAGE_FRAMES = 4_096;

/** Connects to a relay, proves the identity's key, and resolves when the relay has accepted it. */
export async function connectDevice(
  options: ConnectOptions,
): Promise<Result<DeviceConnection, ConnectProblem>> {
  const url = websocketUrl(options.url);
  if (url === undefined) return err({ kind: 'badUrl', url: options.url });
  const patience: Timeouts = { ...DEFAULT_TIMEOUTS, ...options };
  const { timeoutMs } = patience;
  const secured = await pinned(url, options, timeoutMs);
  if (!secured.ok) return secured;
  const basic = Buffer.from(`${options.username}:${options.password}`).toString('base64');
  const socket = new WebSocket(url, {
    headers: {
      Authorization: `Basic ${basic}`,
      ...(options.testDevice && { [TEST_DEVICE_HEADER]: TEST_DEVICE_VALUE }),
    },
    perMessageDeflate: false,
    closeTimeout: patience.takeMs,
    maxPayload: MESSAGE_BYTES,
    maxFragments: MESSAGE_FRAMES,
    rejectUnauthorized: options.verifyCertificate,
    ...secured.value,
  });
  let isHidden = false;
  socket.once('upgrade', ({ headers }) => {
    isHidden = headers[TEST_DEVICE_HEADER] === TEST_DEVICE_VALUE;
  });
  const opened = await open(socket, options.url, patience);
  if (!opened.ok) return err(await withReason(opened.error, options.url, timeoutMs));
  const connection = opened.value;
  if (options.testDevice && !isHidden) {
    await connection.close();
    return err({ kind: 'notHidden' });
  }
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

/** Whether what answers, and not as a relay, is one that a proxy keeps the upgrade from. */
async function withReason(
  problem: ConnectProblem,
  given: string,
  timeoutMs: number,
): Promise<ConnectProblem> {
  const url = problem.kind === 'notARelay' ? completeAddress(given) : undefined;
  if (problem.kind !== 'notARelay' || url === undefined) return problem;
  const answer = await probeRelay(url, timeoutMs);
  return answer.ok ? { kind: 'noUpgrade', url: url.href, status: problem.status } : problem;
}

/** The connection once the relay has answered the upgrade. Its key is not proved yet. */
async function open(
  socket: WebSocket,
  url: string,
  { timeoutMs, pingMs, closeMs, takeMs }: Timeouts,
): Promise<Result<DeviceConnection, ConnectProblem>> {
  let stalled: ConnectionEnd | undefined;
  const closed = new Promise<ConnectionEnd>((resolve) => {
    socket.once('close', (code, reason) =>
      resolve(stalled ?? { kind: 'closed', code, reason: printable(reason.toString()) }),
    );
  });
  const giveUp = (why: ConnectionEnd) => {
    stalled = why;
    socket.terminate();
  };
  // Subscribed before the socket opens: the relay's first message may come along with its answer to the upgrade.
  const { events, reading } = readEvents(socket, closed);
  socket.once('upgrade', ({ socket: stream }) => {
    const unwatch = detectStalls(socket, stream, reading, pingMs, giveUp);
    socket.once('close', unwatch);
  });
  const problem = await opening(socket, url, timeoutMs);
  if (problem) return err(problem);
  return ok({
    events,
    send: (command) =>
      new Promise((resolve) => socket.send(encodeCommand(command), (failure) => resolve(!failure))),
    async taken() {
      // It works in order, and so its answer comes after everything before.
      const mark = randomBytes(8);
      const answered = new Promise<boolean>((resolve) => {
        socket.on('pong', (bytes) => mark.equals(bytes) && resolve(true));
        socket.ping(mark, true, (failure) => failure && resolve(false));
      });
      const late = setTimeout(() => giveUp({ kind: 'stuck', seconds: takeMs / 1_000 }), takeMs);
      const isTaken = await Promise.race([answered, closed.then(() => false)]);
      clearTimeout(late);
      return isTaken;
    },
    async close({ afterAll } = { afterAll: false }) {
      const late = setTimeout(() => socket.terminate(), afterAll ? takeMs : closeMs);
      socket.close(1000);
      socket.resume();
      await closed;
      clearTimeout(late);
    },
  });
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
function opening(socket: WebSocket, url: string, timeoutMs: number): Promise<ConnectProblem | undefined> {
  return new Promise((resolve) => {
    // Of the whole: what is told by the byte would never be silent for long.
    const late = setTimeout(() => {
      resolve({ kind: 'unreachable', url, code: 'ETIMEDOUT' });
      socket.terminate();
    }, timeoutMs);
    const settle = (problem: ConnectProblem | undefined) => {
      clearTimeout(late);
      resolve(problem);
    };
    socket.once('open', () => settle(undefined));
    socket.once('unexpected-response', (request, response) => {
      settle(refusal(response));
      request.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const code = printable(error.code ?? error.message);
      const certificate = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code);
      settle(certificate ? { kind: 'certificateRefused', code } : { kind: 'unreachable', url, code });
    });
  });
}

function refusal({ statusCode: status = 0, headers }: IncomingMessage): ConnectProblem {
  if (status === 403) return { kind: 'loginRefused' };
  if (status === 429) return { kind: 'blocked', seconds: secondsIn(headers['retry-after'] ?? '') };
  return { kind: 'notARelay', status };
}

const MAX_SECONDS = 24 * 60 * 60;

/** A number of seconds within a day; 0 for anything else. */
const secondsIn = (text: string): number =>
  /^\d{1,9}$/.test(text) ? Math.min(Number(text), MAX_SECONDS) : 0;
