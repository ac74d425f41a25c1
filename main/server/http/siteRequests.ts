import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { createRequestBody } from './requestBody';
import { type HttpAnswer, INTERNAL_ERROR, pathOf, respondEarly } from './routes';
import type { Site } from './site';

/** Requests that a site answers. How many there are at once is bounded by the places of newcomers, and so is their time. */
export interface SiteRequests {
  /**
   * Has the site answer a request that came from `from`; false where it knows nothing of its path. `rest` came behind the
   * head already. `respond` is not called when the connection is over by then.
   */
  begin(request: IncomingMessage, rest: Buffer, from: string, respond: (answer: HttpAnswer) => void): boolean;
  /** Ends the connections of all who wait. */
  end(): void;
}

export function createSiteRequests(site: Site): SiteRequests {
  const waiting = new Set<Socket>();

  return {
    begin(request, rest, from, respond) {
      const { socket } = request;
      const aborter = new AbortController();
      const body = createRequestBody(request, rest);
      const asked = site.answer(request, pathOf(request), from, body.read, aborter.signal);
      if (!asked) return false;
      body.takeOver();
      waiting.add(socket);
      // Who has said its last word does not wait for an answer.
      const over = () => {
        waiting.delete(socket);
        aborter.abort();
        socket.destroy();
      };
      socket.once('end', over).once('close', over);
      const answered = (answer: HttpAnswer) => {
        if (aborter.signal.aborted) return;
        waiting.delete(socket);
        socket.removeListener('end', over).removeListener('close', over);
        if (body.isWhole()) respond(answer);
        else respondEarly(socket, answer, request.method);
      };
      // Nobody expects that it fails, and whoever asks is to hear of it.
      asked.then(answered, () => answered(INTERNAL_ERROR));
      return true;
    },
    end() {
      for (const socket of waiting) socket.destroy();
    },
  };
}
