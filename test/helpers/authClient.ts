import { WebSocket } from 'ws';
import { Queue } from './queue';
import type { Closed } from './rawDevice';

/** A page's side of `/v1/auth`, by another's websocket. */
export class AuthClient {
  /** Texts, as they came. */
  readonly answers = new Queue<string>();
  readonly closed: Promise<Closed>;

  private constructor(readonly websocket: WebSocket) {
    websocket.on('message', (message, isBinary) => {
      if (isBinary) throw new Error('a binary answer');
      this.answers.push(String(message));
    });
    // A cut is not an accident here: `closed` tells of it.
    websocket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      websocket.on('close', (code, reason) => {
        this.answers.end(new Error(`closed (${code})`));
        resolve({ code, reason: reason.toString() });
      });
    });
  }

  /** Rejects with the status of what came in place of a websocket. */
  static open(port: number, headers: Readonly<Record<string, string>> = {}, localAddress = '127.0.0.1') {
    const websocket = new WebSocket(`ws://127.0.0.1:${port}/v1/auth`, { headers, localAddress });
    const client = new AuthClient(websocket);
    return new Promise<AuthClient>((resolve, reject) => {
      websocket.on('open', () => resolve(client));
      websocket.on('unexpected-response', (_, { statusCode }) => {
        websocket.terminate();
        reject(new Error(String(statusCode)));
      });
      websocket.on('error', reject);
    });
  }

  say(message: unknown): void {
    this.websocket.send(JSON.stringify(message));
  }

  /** Says this text and gives the next answer, whatever it is to. */
  ask(text: string | Buffer, binary = typeof text !== 'string'): Promise<string> {
    this.websocket.send(text, { binary });
    return this.answers.next();
  }

  end(): Promise<Closed> {
    this.websocket.terminate();
    return this.closed;
  }
}
