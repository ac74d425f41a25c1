import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Result } from '../../main/lib/result';
import type { HttpAnswer } from '../../main/server/http/routes';
import type { BodyProblem, ReadBody, Site } from '../../main/server/http/site';
import { Queue } from './queue';

/** Bytes that its bodies may have. */
export const MOST = 16 * 1024;

/** A request that the site has, and what came of its body. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly from: string;
  readonly body: Result<Buffer, BodyProblem>;
  readonly signal: AbortSignal;
}

const text = (status: number, body: string): HttpAnswer => ({
  status,
  reason: 'As Played',
  headers: { 'Content-Type': 'text/plain' },
  body,
});

/**
 * A site that knows a few paths: `/v1/echo` says what it got, `/v1/late` once the test has it answer, `/v1/deaf` without
 * having read anything, `/v1/broken` not at all.
 */
export class PlayedSite implements Site {
  readonly visits = new Queue<Visit>();
  readonly upgrades = new Queue<{ readonly path: string; readonly from: string }>();
  /** Answers the next request of `/v1/late`. */
  answerLate = (_: string): void => {
    throw new Error('nobody waits');
  };
  isOver = false;

  answer(request: IncomingMessage, path: string, from: string, readBody: ReadBody, signal: AbortSignal) {
    if (path === '/v1/deaf') return Promise.resolve(text(403, 'not wanted'));
    if (path === '/v1/broken') return Promise.reject(new Error('a fault of the site'));
    if (path !== '/v1/echo' && path !== '/v1/late') return undefined;
    return this.visit(request, path, from, readBody, signal);
  }

  upgrade(_: IncomingMessage, path: string, socket: Socket, head: Buffer, from: string) {
    if (path !== '/v1/socket') return false;
    this.upgrades.push({ path, from });
    socket.on('data', (chunk) => socket.write(chunk));
    socket.write(head);
    socket.resume();
    return true;
  }

  end(): void {
    this.isOver = true;
  }

  private async visit(
    request: IncomingMessage,
    path: string,
    from: string,
    readBody: ReadBody,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const body = await readBody(MOST);
    const late = path === '/v1/late' && new Promise<string>((resolve) => (this.answerLate = resolve));
    this.visits.push({ request, path, from, body, signal });
    if (late) return text(200, await late);
    if (body.ok) return text(200, body.value.toString('latin1'));
    return text(body.error === 'tooLarge' ? 413 : 400, body.error);
  }
}
