import type { IncomingMessage } from 'node:http';
import { err, ok, type Result } from '../../lib/result';
import { type BodyDecoder, bodyDecoderOf } from './bodyDecoder';
import type { BodyProblem, ReadBody } from './site';

/** A request's body, and what comes behind the request at all. */
export interface RequestBody {
  /** To be called once. */
  readonly read: ReadBody;
  /** From now on what comes is this body's, and nobody else's. It is not read from the connection before it is wanted. */
  takeOver(): void;
  /** Whether nothing of it is still to come. */
  isWhole(): boolean;
}

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';

/**
 * The body of a request whose head Node's parser was given, and nothing else: the parser would make further requests of
 * what comes behind the body, and hold up all others with them. `rest` came behind the head already.
 */
export function createRequestBody(request: IncomingMessage, rest: Buffer): RequestBody {
  const { socket, headers, httpVersion } = request;
  const decoder = bodyDecoderOf(headers);
  /** Who waits to be told before sending it, unless it comes already (RFC 9110 section 10.1.1). */
  const waits =
    headers.expect?.toLowerCase() === '100-continue' && httpVersion === '1.1' && rest.length === 0;
  let isOurs = false;
  let isWhole = decoder === undefined;
  let onChunk = (_: Buffer): void => {};

  function takeOver(): void {
    if (isOurs) return;
    isOurs = true;
    socket.removeAllListeners('data');
    // Only then the parser lets go of the socket, which after a pause before that would never be read again.
    socket.on('data', (chunk) => onChunk(chunk));
    // Where there is no body the end is listened for at once.
    if (decoder) socket.pause();
  }

  function collect(
    { length: announced, take }: BodyDecoder,
    most: number,
    done: (result: Result<Buffer, BodyProblem>) => void,
  ): void {
    // A copy: the chunks that it comes in are larger, or many.
    const bytes = Buffer.alloc(announced ?? most);
    let length = 0;

    function end(result: Result<Buffer, BodyProblem>): void {
      onChunk = () => {};
      socket.removeListener('end', ended).removeListener('close', ended);
      done(result);
    }

    const ended = () => end(err('notWhole'));

    onChunk = (chunk) => {
      const { content, state } = take(chunk);
      isWhole = state === 'whole';
      if (length + content.length > most) {
        end(err('tooLarge'));
        return;
      }
      length += content.copy(bytes, length);
      if (state === 'whole') end(ok(bytes.subarray(0, length)));
      else if (state === 'broken') ended();
    };

    socket.on('end', ended).on('close', ended);
    if (waits) socket.write(CONTINUE);
    if (rest.length > 0) onChunk(rest);
    socket.resume();
  }

  return {
    read(most) {
      takeOver();
      if (!decoder) return Promise.resolve(ok(Buffer.alloc(0)));
      if ((decoder.length ?? 0) > most) return Promise.resolve(err('tooLarge'));
      return new Promise((resolve) => collect(decoder, most, resolve));
    },
    takeOver,
    isWhole: () => isWhole,
  };
}
