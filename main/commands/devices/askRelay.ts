import { controlRequest } from '../../client/controlRequest';
import { parseJson } from '../../lib/parseJson';
import { CommandError } from '../commandError';
import { answerSchema, type ControlAnswer, type ControlRequest, controlPath } from './controlProtocol';

/** Asks the running relay with this folder. Throws a CommandError where there is none, or it does not do it. */
export async function askRelay(
  directory: string,
  request: ControlRequest,
): Promise<Extract<ControlAnswer, { ok: true }>> {
  const text = await controlRequest(controlPath(directory), JSON.stringify(request));
  if (!text.ok) throw new CommandError(problemMessage(text.error, directory));
  const answer = answerSchema.safeParse(parseJson(text.value));
  if (!answer.success)
    throw new CommandError(
      'The relay’s answer was not understood: it may be another version of this program.',
    );
  if (!answer.data.ok) throw new CommandError(answer.data.problem);
  return answer.data;
}

function problemMessage(code: string, directory: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `The relay that keeps its files in ${directory} is another user’s: only they (or root) can do this.`;
    case 'ENOENT':
    case 'ECONNREFUSED':
      return `No relay is running that keeps its files in ${directory}. Start one with “buckets-relay server”, or name its folder with --data.`;
    default:
      return `The relay that keeps its files in ${directory} does not answer (${code}).`;
  }
}
