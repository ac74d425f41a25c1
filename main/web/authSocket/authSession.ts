import type { WebSocket } from 'ws';
import { answerTo, readRequest } from './authMessage';
import type { Command, Outcome } from './commands';
import type { Turns } from './turns';

/** What a socket may have waiting while one thing that it asked for is done: messages, and bytes of them. */
const MOST_WAITING = 8;
const MOST_WAITING_BYTES = 32 * 1024;

const TOO_MUCH: Outcome = { error: 'Too much was asked at once. Wait for the answers, and try again.' };

/** So many times that is said in a row; who goes on after that is closed. */
const MOST_REFUSED = 8;

/** Bytes of answers that nobody has taken. Who has more of them is not there for the answers. */
const MOST_UNREAD_BYTES = 64 * 1024;

/** How often it is looked at who is still there, in milliseconds. */
export const LOOK_MS = 30_000;

/** Who never asked anything is closed after so many looks, and who asks nothing any more after so many: ten minutes. */
const SILENT_LOOKS = 1;
const IDLE_LOOKS = 20;

export interface AuthSessionDependencies {
  readonly websocket: WebSocket;
  /** For reading what a stranger wrote, which can take its time. */
  readonly turns: Turns;
  /** Never rejects. */
  readonly run: (command: Command) => Promise<Outcome>;
  /** It works on what was asked, or all of it is done. */
  readonly onWork: (isWorking: boolean) => void;
}

/** Answers what is asked on one socket of `/v1/auth`, one thing after the other and in that order. */
export interface AuthSession {
  /** To be called every LOOK_MS: cuts who gives no sign of life any more, and closes who has no use for it. */
  look(): void;
  close(code: number, reason: string): void;
}

export function createAuthSession({ websocket, turns, run, onWork }: AuthSessionDependencies): AuthSession {
  const waiting: string[] = [];
  let waitingBytes = 0;
  let isWorking = false;
  let refused = 0;
  let isOver = false;
  /** Since the last look. */
  let isHeard = true;
  let hasAsked = false;
  let quietLooks = 0;

  function came(message: string): void {
    isHeard = true;
    if (isOver) return;
    hasAsked = true;
    quietLooks = 0;
    const bytes = Buffer.byteLength(message);
    if (isWorking && (waiting.length >= MOST_WAITING || waitingBytes + bytes > MOST_WAITING_BYTES)) {
      refuse(message);
      return;
    }
    waiting.push(message);
    waitingBytes += bytes;
    if (!isWorking) void workOff();
  }

  function refuse(message: string): void {
    refused += 1;
    if (refused > MOST_REFUSED) close(1008, 'too much at once');
    else void inTurn(() => send(answerTo(readRequest(message), TOO_MUCH)));
  }

  async function workOff(): Promise<void> {
    isWorking = true;
    onWork(true);
    for (let next = waiting.shift(); next !== undefined && !isOver; next = waiting.shift()) {
      waitingBytes -= Buffer.byteLength(next);
      await answer(next);
    }
    isWorking = false;
    refused = 0;
    onWork(false);
  }

  async function answer(message: string): Promise<void> {
    const request = await inTurn(() => readRequest(message));
    if (!request) return;
    const { command } = request;
    send(answerTo(request, command.ok ? await run(command.value) : { error: command.error }));
  }

  /**
   * Nothing more is read until then: a thousand sockets bring more than there is time for, and nobody new would get in
   * meanwhile. Undefined: it is over by then, and not done.
   */
  async function inTurn<T>(work: () => T): Promise<T | undefined> {
    websocket.pause();
    const done = await turns(() => (isOver ? undefined : work()));
    websocket.resume();
    return done;
  }

  function send(text: string): void {
    if (isOver) return;
    websocket.send(text);
    endIfUnread();
  }

  function endIfUnread(): void {
    if (websocket.bufferedAmount > MOST_UNREAD_BYTES) websocket.terminate();
  }

  function close(code: number, reason: string): void {
    isOver = true;
    websocket.close(code, reason);
  }

  websocket.on('message', (message: Buffer) => came(textOf(message)));
  websocket.on('pong', () => {
    isHeard = true;
  });
  // They are answered by themselves.
  websocket.on('ping', endIfUnread);
  websocket.on('close', () => {
    isOver = true;
    waiting.length = 0;
  });

  return {
    look() {
      if (!isHeard) {
        websocket.terminate();
        return;
      }
      isHeard = false;
      websocket.ping();
      quietLooks += 1;
      if (!isWorking && quietLooks > (hasAsked ? IDLE_LOOKS : SILENT_LOOKS)) close(1000, 'idle');
    },
    close,
  };
}

/** Of bytes that are not UTF-8, what is no JSON. */
function textOf(message: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(message);
  } catch {
    return '';
  }
}
