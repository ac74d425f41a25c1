import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { err, ok, type Result } from '../../lib/result';
import type { BodyProblem, ReadBody } from '../../server/http/site';
import { FIELDS, type FormProblem, type FormState } from './page';

/** The most bytes that a form may have: a long password takes three of them for each of its own. */
const FORM_BYTES = 16 * 1024;

/** What a form is shown with again. Passwords are not among it. */
const KEPT = ['email', 'code', 'invite', 'next'] as const;

/** The longest of these, in characters, that is shown again. */
const KEPT_CHARACTERS = 320;

export async function readForm(
  request: IncomingMessage,
  readBody: ReadBody,
): Promise<Result<URLSearchParams, BodyProblem | 'noForm'>> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return err('noForm');
  const body = await readBody(FORM_BYTES);
  return body.ok ? ok(new URLSearchParams(body.value.toString())) : body;
}

/** What a form shows that nobody has sent yet, or that is shown again: what an address or the form itself fills in. */
export function formState(from: URLSearchParams, problems: readonly FormProblem[] = []): FormState {
  const values = KEPT.flatMap((name) => {
    const value = from.get(name);
    return value === null ? [] : [[name, value.slice(0, KEPT_CHARACTERS)] as const];
  });
  return { values: Object.fromEntries(values), problems };
}

/** What has to be there. */
export const typed = z.string().min(1);

/** What a form says by its schema, or which of its fields are missing. */
export function parseForm<T>(schema: z.ZodType<T>, form: URLSearchParams): Result<T, readonly FormProblem[]> {
  const parsed = schema.safeParse(Object.fromEntries(form));
  if (parsed.success) return ok(parsed.data);
  const missing = FIELDS.filter((name) => parsed.error.issues.some(({ path }) => path[0] === name));
  return err(missing.map((field) => ({ field, kind: 'missing' })));
}
