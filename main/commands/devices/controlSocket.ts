import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { errorCode } from '../../lib/errorCode';
import { err, ok, type Result } from '../../lib/result';
import { printableJson } from '../../texts/printable';
import {
  type ControlAnswer,
  type ControlRequest,
  controlPath,
  MAX_REQUEST_BYTES,
  NAME_TOO_LONG,
  requestSchema,
} from './controlProtocol';

/** So many may speak to it at once, and each for so long, in milliseconds. */
const MAX_CONNECTIONS = 8;
const REQUEST_MS = 5_000;

/** Why nobody can speak to this relay. */
export type ControlProblem = { readonly kind: 'taken' } | { readonly kind: 'failed'; readonly code: string };

/**
 * Listens for `devices` in the relay's folder, which is made where there is none; for the relay's own user alone. One
 * that a crash left is taken over, and only one relay has it: that is the one to keep the folder's files. Gives what
 * closes it.
 */
export async function openControlSocket(
  directory: string,
  answer: (request: ControlRequest) => ControlAnswer,
): Promise<Result<() => void, ControlProblem>> {
  const path = controlPath(directory);
  const server = createServer((socket) => serve(socket, answer));
  server.maxConnections = MAX_CONNECTIONS;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const first = await listenPrivately(server, path);
    if (first === undefined) return ok(() => server.close());
    if (first !== 'EADDRINUSE') return err({ kind: 'failed', code: first });
    if (await isAnswered(path)) return err({ kind: 'taken' });
    rmSync(path, { force: true });
    const second = await listenPrivately(server, path);
    return second === undefined ? ok(() => server.close()) : err({ kind: 'failed', code: second });
  } catch (error) {
    return err({ kind: 'failed', code: errorCode(error) });
  }
}

/** Resolves with the code of what is in the way, if anything is. */
function listenPrivately(server: Server, path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const failed = (error: Error) => resolve(errorCode(error));
    server.once('error', failed);
    // The socket is there before this returns, and must not be anybody else's for a moment.
    const before = process.umask(0o177);
    server.listen(path, () => {
      server.removeListener('error', failed);
      // A connection that fails is its own affair.
      server.on('error', () => {});
      if (process.platform !== 'win32') chmodSync(path, 0o600);
      server.unref();
      resolve(undefined);
    });
    process.umask(before);
  });
}

const isAnswered = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    // Full is answered, too.
    socket.on('error', (error) => resolve(errorCode(error) === 'EAGAIN'));
  });

function serve(socket: Socket, answer: (request: ControlRequest) => ControlAnswer): void {
  let text = '';
  socket.setEncoding('utf8');
  socket.setTimeout(REQUEST_MS, () => socket.destroy());
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    text += chunk;
    if (text.length > MAX_REQUEST_BYTES) socket.destroy();
    const end = text.indexOf('\n');
    if (end < 0) return;
    socket.pause();
    socket.end(`${printableJson(answerTo(text.slice(0, end), answer), 0)}\n`);
  });
}

function answerTo(line: string, answer: (request: ControlRequest) => ControlAnswer): ControlAnswer {
  const request = requestSchema.safeParse(parseJson(line));
  if (request.success) return answer(request.data);
  const isName = request.error.issues.some(({ path }) => path[0] === 'name');
  return { ok: false, problem: isName ? NAME_TOO_LONG : 'The relay did not understand this.' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
