import { connect } from 'node:net';
import { errorCode } from '../../lib/errorCode';
import { CommandError } from '../commandError';
import {
  answerSchema,
  type ControlAnswer,
  type ControlRequest,
  controlPath,
  MAX_ANSWER_BYTES,
} from './controlProtocol';

/** A relay that stands still is not waited for any longer, in milliseconds. */
const ANSWER_MS = 10_000;

/** Asks the running relay with this folder. Throws a CommandError where there is none, or it does not do it. */
export async function askRelay(
  directory: string,
  request: ControlRequest,
): Promise<Extract<ControlAnswer, { ok: true }>> {
  const text = await exchange(controlPath(directory), `${JSON.stringify(request)}\n`, directory);
  const answer = answerSchema.safeParse(parseJson(text));
  if (!answer.success)
    throw new CommandError(
      'The relay’s answer was not understood: it may be another version of this program.',
    );
  if (!answer.data.ok) throw new CommandError(answer.data.problem);
  return answer.data;
}

function exchange(path: string, request: string, directory: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(path, () => socket.write(request));
    const fail = (sentence: string) => {
      socket.destroy();
      reject(new CommandError(sentence));
    };
    socket.setEncoding('utf8');
    socket.setTimeout(ANSWER_MS, () => fail('The relay does not answer.'));
    socket.on('data', (chunk) => {
      text += chunk;
      if (text.length > MAX_ANSWER_BYTES) fail('The relay’s answer does not end.');
    });
    socket.on('end', () => resolve(text));
    socket.on('error', (error) => fail(connectProblem(errorCode(error), directory)));
  });
}

function connectProblem(code: string, directory: string): string {
  if (code === 'EACCES' || code === 'EPERM')
    return `The relay that keeps its files in ${directory} is another user’s: only they (or root) can do this.`;
  if (code === 'ENOENT' || code === 'ECONNREFUSED')
    return `No relay is running that keeps its files in ${directory}. Start one with “buckets-relay server”, or name its folder with --data.`;
  return `The relay that keeps its files in ${directory} cannot be reached (${code}).`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
