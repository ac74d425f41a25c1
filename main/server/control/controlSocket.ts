import { chmodSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { errorCode } from '../../lib/errorCode';
import { err, ok, type Result } from '../../lib/result';

/** So many may speak to it at once, and each for so long, in milliseconds. */
const MAX_CONNECTIONS = 8;
const REQUEST_MS = 5_000;

/** Characters of a request. */
const MAX_REQUEST = 4_096;

/** Bytes of a socket's path, by the system; a longer one would be cut off, and be another file's. */
const MAX_PATH = process.platform === 'linux' ? 107 : 103;

/** Why nobody can speak to this relay. */
export type ControlProblem = { readonly kind: 'taken' } | { readonly kind: 'failed'; readonly code: string };

/**
 * Listens at `path` (a socket's file, or on Windows a pipe's name) for who asks the relay something, one line each, which
 * `answer` answers with another; for the relay's own user alone. Its `directory` is made where there is none. A socket that
 * a crash left is taken over, and of several relays one has it. Gives what closes it.
 */
export async function openControlSocket(
  directory: string,
  path: string,
  answer: (line: string) => string,
): Promise<Result<() => void, ControlProblem>> {
  const server = createServer((socket) => serve(socket, answer));
  server.maxConnections = MAX_CONNECTIONS;
  const opened = ok(() => void server.close());
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (process.platform !== 'win32' && Buffer.byteLength(path) > MAX_PATH)
      return err({ kind: 'failed', code: 'ENAMETOOLONG' });
    const first = await listenPrivately(server, path);
    if (first === undefined) return opened;
    if (first !== 'EADDRINUSE') return err({ kind: 'failed', code: first });
    const found = fileAt(path);
    if (await isAnswered(path)) return err({ kind: 'taken' });
    // Unless another relay has taken it over meanwhile.
    if (fileAt(path) === found) rmSync(path, { force: true });
    const second = await listenPrivately(server, path);
    if (second === undefined) return opened;
    return err(second === 'EADDRINUSE' ? { kind: 'taken' } : { kind: 'failed', code: second });
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

/** What tells one file at `path` from a later one there. */
function fileAt(path: string): string | undefined {
  const file = statSync(path, { bigint: true, throwIfNoEntry: false });
  return file && `${file.ino} ${file.ctimeNs}`;
}

const isAnswered = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    // One that has no room for more is answered, too.
    socket.on('error', (error) => resolve(errorCode(error) === 'EAGAIN'));
  });

function serve(socket: Socket, answer: (line: string) => string): void {
  let text = '';
  socket.setEncoding('utf8');
  socket.setTimeout(REQUEST_MS, () => socket.destroy());
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    text += chunk;
    const end = text.indexOf('\n');
    if (end < 0 && text.length <= MAX_REQUEST) return;
    if (end < 0 || end > MAX_REQUEST) {
      socket.destroy();
      return;
    }
    // One request is all.
    socket.removeAllListeners('data').resume();
    socket.end(`${answer(text.slice(0, end))}\n`);
  });
}
