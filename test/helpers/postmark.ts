import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { Queue } from './queue';

// What stands in for Postmark's API, and takes nothing but what that is told to be sent.

export const POSTMARK_KEY = '0f8a5c1e-7f57-4f43-a9f5-2b1c1f4f9b11';

/** Strict: a field that is missing, or one more, is refused. */
const MAIL = z.strictObject({
  From: z.string(),
  To: z.email(),
  Subject: z.string().min(1),
  MessageStream: z.literal('outbound'),
  TextBody: z.string().min(1),
  HtmlBody: z.string().startsWith('<!doctype html>'),
});

export type PostmarkMail = z.infer<typeof MAIL>;

export interface PostmarkAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface Postmark {
  readonly url: string;
  next(address: string): Promise<PostmarkMail>;
  /** What it answers from now on in place of what it should; undefined: as it should. */
  answer: PostmarkAnswer | undefined;
  /** What was wrong with requests. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

export async function startPostmark(): Promise<Postmark> {
  const boxes = new Map<string, Queue<PostmarkMail>>();
  const boxOf = (address: string): Queue<PostmarkMail> => {
    const box = boxes.get(address) ?? new Queue<PostmarkMail>();
    boxes.set(address, box);
    return box;
  };
  const faults: string[] = [];

  async function answerTo(request: IncomingMessage): Promise<PostmarkAnswer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (postmark.answer) return postmark.answer;
    const { headers, method, url } = request;
    if (headers['x-postmark-server-token'] !== POSTMARK_KEY)
      return {
        status: 401,
        body: { ErrorCode: 10, Message: 'Request does not contain a valid Server token.' },
      };
    if (headers.accept !== 'application/json') return fault('Accept');
    if (method === 'GET' && url === '/server') return { status: 200, body: { Name: 'relay' } };
    if (method !== 'POST' || url !== '/email') return fault(`${method} ${url}`);
    if (headers['content-type'] !== 'application/json') return fault('Content-Type');
    const mail = MAIL.safeParse(JSON.parse(Buffer.concat(chunks).toString()));
    if (!mail.success) return fault(mail.error.message);
    boxOf(mail.data.To).push(mail.data);
    return { status: 200, body: { ErrorCode: 0, Message: 'OK', To: mail.data.To, MessageID: 'b7bc2f4a' } };
  }

  function fault(what: string): PostmarkAnswer {
    faults.push(what);
    return { status: 422, body: { ErrorCode: 402, Message: 'Invalid JSON' } };
  }

  const server = createServer(async (request, response) => {
    const { status, body } = await answerTo(request);
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const postmark: Postmark = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: (address) => boxOf(address).next(),
    answer: undefined,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return postmark;
}
