import { z } from 'zod';
import { errorCode } from '../lib/errorCode';
import { parseJson } from '../lib/parseJson';
import { err, ok, type Result } from '../lib/result';
import { mailDetail } from './mailDetail';
import type { MailProblem, MailTransport, MailTrouble } from './mailTransport';

// Mails by the API of Postmark: https://postmarkapp.com/developer/api/email-api

export const POSTMARK_URL = 'https://api.postmarkapp.com';

/** Whom mails are from where nothing else is said, as deployed relays have it. */
export const POSTMARK_FROM = 'relay@budgetwithbuckets.com';

export interface PostmarkOptions {
  /** The server's token: letters and digits. */
  readonly key: string;
  /** As the header `From` has it. */
  readonly from: string;
  /** Where the API is, without a slash at the end; POSTMARK_URL but for tests. */
  readonly url: string;
}

/** How long a whole request may take, in milliseconds. */
const TIMEOUT_MS = 30_000;

/** Answers are a few hundred bytes. */
const MAX_ANSWER_BYTES = 64 * 1024;

export function createPostmarkTransport({ key, from, url }: PostmarkOptions): MailTransport {
  const request = async (path: string, body?: unknown, ...signals: AbortSignal[]) => {
    const answer = await ask(
      `${url}${path}`,
      key,
      AbortSignal.any([...signals, AbortSignal.timeout(TIMEOUT_MS)]),
      body,
    );
    return answer.ok && answer.value.status !== 200 ? err(problemOf(answer.value, key)) : answer;
  };
  return {
    async send({ to, subject, text, html }, signal) {
      const mail = {
        From: from,
        To: to,
        Subject: subject,
        MessageStream: 'outbound',
        TextBody: text,
        HtmlBody: html,
      };
      const sent = await request('/email', mail, signal);
      return sent.ok ? ok(mailDetail(sent.value.message, [key])) : sent;
    },
    async check() {
      const found = await request('/server');
      return found.ok ? ok(undefined) : found;
    },
  };
}

interface Answer {
  readonly status: number;
  /** Postmark's own number for what is wrong; 0 where it tells none. */
  readonly code: number;
  readonly message: string;
}

const ANSWER = z.object({ ErrorCode: z.number().catch(0), Message: z.string().catch('') });

async function ask(
  url: string,
  key: string,
  signal: AbortSignal,
  body: unknown,
): Promise<Result<Answer, MailProblem>> {
  const headers = { Accept: 'application/json', 'X-Postmark-Server-Token': key };
  try {
    const response = await fetch(url, {
      // Somebody else is not to be shown the key.
      redirect: 'manual',
      signal,
      ...(body === undefined
        ? { headers }
        : {
            method: 'POST',
            headers: { ...headers, 'Content-Type': 'application/json' },
            body: JSON.stringify(body),
          }),
    });
    const { data } = ANSWER.safeParse(parseJson(await bounded(response)));
    return ok({ status: response.status, code: data?.ErrorCode ?? 0, message: data?.Message ?? '' });
  } catch (error) {
    if (signal.aborted) return err({ kind: 'temporary', trouble: 'timedOut', detail: '' });
    // What fetch itself says may hold what it was given.
    const code = error instanceof Error ? errorCode(error.cause) : '';
    return err({ kind: 'temporary', trouble: troubleOf(code), detail: mailDetail(code, [key]) });
  }
}

async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function problemOf({ status, code, message }: Answer, key: string): MailProblem {
  const isTemporary = status === 408 || status === 429 || status >= 500;
  return {
    kind: isTemporary ? 'temporary' : 'permanent',
    trouble: status === 401 ? 'loginRefused' : (OF_CODE.get(code) ?? 'refused'),
    detail: mailDetail(`${status} ${message}`, [key]),
  };
}

/** https://postmarkapp.com/developer/api/overview#error-codes */
const OF_CODE: ReadonlyMap<number, MailTrouble> = new Map([
  [10, 'loginRefused'],
  [400, 'senderRefused'],
  [401, 'senderRefused'],
  [406, 'recipientRefused'],
]);

function troubleOf(code: string): MailTrouble {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'nameUnknown';
  return /CERT|SELF_SIGNED|UNABLE_TO/.test(code) ? 'certificate' : 'noConnection';
}
