import { z } from 'zod';
import { parseJson } from '../../lib/parseJson';
import type { Outcome } from './commands';
import { UNEXPECTED } from './problemText';

/** What was said on `/v1/auth`. `id` is whatever its sender knows the answer by, and may be missing. */
export interface AuthRequest {
  readonly id?: unknown;
  /** Undefined where nothing was asked in a form that is known. */
  readonly asked: { readonly command: unknown; readonly args: unknown } | undefined;
}

const asking = z.object({ command: z.unknown(), args: z.unknown() });

/** Understands whatever it is given: who said something wrong is told so. */
export function readRequest(text: string): AuthRequest {
  const json = parseJson(text);
  const asked = asking.safeParse(json).data;
  const hasId = typeof json === 'object' && json !== null && 'id' in json;
  return { ...(hasId && { id: json.id }), asked };
}

export function answerTo(request: AuthRequest, outcome: Outcome): string {
  const id = 'id' in request && { id: request.id };
  try {
    return JSON.stringify({ ...id, ...outcome });
  } catch {
    // Nested so deeply that it could be read, and cannot be written.
    return JSON.stringify({ error: UNEXPECTED });
  }
}
