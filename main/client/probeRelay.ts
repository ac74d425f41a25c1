import { request } from 'node:http';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import type { NoAnswer } from '../../preload/doctor';
import { errorCode } from '../lib/errorCode';
import { type Fingerprint, fingerprintOf } from '../lib/fingerprint';
import { err, ok, type Result } from '../lib/result';
import { versionsPath } from '../protocol/relayUrl';

/** That a relay answered. */
export interface ProbeAnswer {
  /** From the first packet to the whole answer. */
  readonly ms: number;
  /** What it proved to have; undefined without TLS. */
  readonly certificate: ProbedCertificate | undefined;
}

export interface ProbedCertificate {
  readonly fingerprint: Fingerprint;
  /** Why a client that trusts what this computer does would refuse it, in the TLS library's code. */
  readonly distrust: string | undefined;
}

/** More of an answer is not read: the real one has less than a hundred bytes. */
const MAX_BYTES = 10_000;

const HTTPS_PORT = 443;
const HTTP_PORT = 80;

/**
 * Asks the relay of that address (`http(s)://HOST:PORT/…/v1/relay`) for the versions that it speaks, which tells a secret to
 * nobody. Its certificate is looked at, not judged. Never rejects; silence of `timeoutMs` milliseconds ends it.
 */
export async function probeRelay(url: URL, timeoutMs: number): Promise<Result<ProbeAnswer, NoAnswer>> {
  const begun = performance.now();
  const encrypted = url.protocol === 'https:';
  const opened = await open(url, encrypted, timeoutMs);
  if (!opened.ok) return opened;
  const socket = opened.value;
  const certificate = socket instanceof TLSSocket ? certificateOf(socket) : undefined;
  const asked = await askVersions(url, socket, timeoutMs);
  socket.destroy();
  if (asked.ok) return ok({ ms: performance.now() - begun, certificate });
  if (encrypted || asked.error.kind === 'notARelay' || asked.error.kind === 'silent') return asked;
  // A relay that speaks TLS alone hangs up on those who do not.
  const secure = await open(url, true, timeoutMs);
  if (!secure.ok) return asked;
  secure.value.end();
  return err({ kind: 'otherEncryption' });
}

/** A connection on which nothing was said yet. */
function open(url: URL, encrypted: boolean, timeoutMs: number): Promise<Result<Socket, NoAnswer>> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || (encrypted ? HTTPS_PORT : HTTP_PORT);
  return new Promise((resolve) => {
    const socket = encrypted
      ? // An address is no server name (RFC 6066 section 3). Whom to trust is for others to say.
        connectTls({ host, port, servername: isIP(host) ? '' : host, rejectUnauthorized: false })
      : connect({ host, port });
    let connected = false;
    const fail = (why: NoAnswer) => {
      resolve(err(why));
      socket.destroy();
    };
    const late = setTimeout(() => fail({ kind: connected ? 'silent' : 'timedOut' }), timeoutMs);
    socket.once('close', () => clearTimeout(late));
    socket.once('connect', () => {
      connected = true;
    });
    // Stays for good: the socket must not be without a listener while it changes hands.
    socket.on('error', (error) => fail(noAnswer(errorCode(error))));
    socket.once(encrypted ? 'secureConnect' : 'connect', () => {
      clearTimeout(late);
      resolve(ok(socket));
    });
  });
}

function askVersions(url: URL, socket: Socket, timeoutMs: number): Promise<Result<void, NoAnswer>> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(err({ kind: 'silent' })), timeoutMs);
    const asking = request({
      createConnection: () => socket,
      path: versionsPath(url),
      headers: { Host: url.host, Connection: 'close' },
    });
    asking.once('close', () => clearTimeout(late));
    asking.on('error', (error) => resolve(err(noAnswer(errorCode(error)))));
    asking.once('response', (response) => {
      const status = response.statusCode ?? 0;
      let body = '';
      const evaluate = () =>
        resolve(status === 200 && speaksVersion1(body) ? ok(undefined) : err({ kind: 'notARelay', status }));
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
        if (body.length > MAX_BYTES) evaluate();
      });
      response.once('end', evaluate);
      response.once('error', evaluate);
    });
    asking.end();
  });
}

/** `{"versions":[{"version":"1",…}]}` (PROTOCOL section 1). */
function speaksVersion1(body: string): boolean {
  try {
    const { versions } = JSON.parse(body);
    return Array.isArray(versions) && versions.some((entry) => entry?.version === '1');
  } catch {
    return false;
  }
}

function certificateOf(socket: TLSSocket): ProbedCertificate | undefined {
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return undefined;
  // Node's types have an Error there, and there is its code.
  const { authorizationError } = socket as { authorizationError?: unknown };
  const distrust = authorizationError ? String(authorizationError) : undefined;
  return { fingerprint: fingerprintOf(certificate.raw), distrust };
}

/** What a code of the system or the TLS library means. */
export function noAnswer(code: string): NoAnswer {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { kind: 'nameUnknown' };
    case 'ECONNREFUSED':
      return { kind: 'refused' };
    case 'ETIMEDOUT':
      return { kind: 'timedOut' };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'EADDRNOTAVAIL':
      return { kind: 'noRoute' };
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return { kind: 'otherEncryption' };
    default:
      return { kind: 'failed', code };
  }
}
