import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Result } from '../../lib/result';
import type { HttpAnswer } from './routes';

/** Why a request's body cannot be had: it has too many bytes (of `most`), or was not all there in time. */
export type BodyProblem = 'tooLarge' | 'notWhole';

/** Reads a request's body, of at most `most` bytes. Never rejects. */
export type ReadBody = (most: number) => Promise<Result<Buffer, BodyProblem>>;

/** What a relay offers beside the relay itself: pages, and a websocket for them. */
export interface Site {
  /**
   * Answers a request that came from `from`; undefined where it knows nothing of the path, which the relay then answers.
   * `path` has neither the relay's prefix nor a query. What it promises never rejects. `signal`: the connection is over.
   */
  answer(
    request: IncomingMessage,
    path: string,
    from: string,
    readBody: ReadBody,
    signal: AbortSignal,
  ): Promise<HttpAnswer> | undefined;
  /**
   * Takes over a socket that asks for an upgrade at `path`, `head` being what came behind it; false: it does not know it.
   * From then on the connection has no bound in time but the site's own.
   */
  upgrade(request: IncomingMessage, path: string, socket: Socket, head: Buffer, from: string): boolean;
  /** The relay ends: closes what it took over. */
  end(): void;
}
