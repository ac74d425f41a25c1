import { connect } from 'node:net';
import { errorCode } from '../lib/errorCode';
import { err, ok, type Result } from '../lib/result';

/** A relay that stands still is not waited for any longer, in milliseconds. */
const ANSWER_MS = 10_000;

/** Characters of an answer. */
const MAX_ANSWER = 16 * 1024 * 1024;

/** Asks the relay whose control socket is at `path` one line. Fails with a code: of the system, or `ETIMEDOUT`, `EMSGSIZE`. */
export function controlRequest(path: string, line: string): Promise<Result<string, string>> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(path, () => socket.write(`${line}\n`));
    const fail = (code: string) => {
      socket.destroy();
      resolve(err(code));
    };
    socket.setEncoding('utf8');
    socket.setTimeout(ANSWER_MS, () => fail('ETIMEDOUT'));
    socket.on('data', (chunk) => {
      text += chunk;
      if (text.length > MAX_ANSWER) fail('EMSGSIZE');
    });
    socket.on('end', () => resolve(ok(text)));
    socket.on('error', (error) => fail(errorCode(error)));
  });
}
