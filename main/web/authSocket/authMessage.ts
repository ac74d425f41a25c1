import { z } from 'zod';
import { parseJson } from '../../lib/parseJson';
import { err, type Result } from '../../lib/result';
import { type Command, type Outcome, readCommand } from './commands';
import { UNEXPECTED } from './problemText';

/**
 * What was said on `/v1/auth`. Nothing more of it is kept than is needed: what a few bytes of JSON become can be a
 * hundred times as large.
 */
export interface AuthRequest {
  /** JSON of whatever its sender knows the answer by; undefined where there is nothing. */
  readonly id: string | undefined;
  /** What is asked, or why it is nothing. */
  readonly command: Result<Command, string>;
}

const asking = z.object({ command: z.unknown(), args: z.unknown() });

const NOTHING: AuthRequest = { id: undefined, command: err(UNEXPECTED) };

/** Understands whatever it is given: who said something wrong is told so. */
export function readRequest(text: string): AuthRequest {
  const json = parseJson(text);
  const hasId = typeof json === 'object' && json !== null && 'id' in json;
  const asked = asking.safeParse(json);
  try {
    return {
      id: hasId ? JSON.stringify(json.id) : undefined,
      command: asked.success ? readCommand(asked.data.command, asked.data.args) : err(UNEXPECTED),
    };
  } catch {
    // Nested so deeply that it could be read, and cannot be written.
    return NOTHING;
  }
}

export function answerTo({ id }: AuthRequest, outcome: Outcome): string {
  const fields = JSON.stringify(outcome).slice(1, -1);
  return `{${[...(id === undefined ? [] : [`"id":${id}`]), ...(fields === '' ? [] : [fields])].join(',')}}`;
}
