import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Registration } from '../../accounts/registration/registrationTypes';
import { addressGroup, isLoopback } from '../../lib/addressGroup';
import { type Clock, every } from '../../lib/clock';
import { CROWDED, FORBIDDEN, respondRaw } from '../../server/http/routes';
import { createVisitorWebsockets } from '../../server/http/websocketServer';
import { createEvictionQueue } from '../../server/limits/evictionQueue';
import { preferredLanguage } from '../language';
import type { OriginCheck } from '../originCheck';
import { type AuthSession, createAuthSession, LOOK_MS } from './authSession';
import { UNEXPECTED } from './problemText';
import { createTurns } from './turns';

/** Sockets at once, in all and from one address (for IPv6 one /64 network; this computer is exempt). */
export const MOST_SOCKETS = 1_000;
export const MOST_SOCKETS_PER_ADDRESS = 16;

/** Bytes of a message. The longest that is one has an address, a password of 1,024 bytes, and their JSON. */
const MESSAGE_BYTES = 16 * 1024;

export interface AuthSocketDependencies {
  readonly registration: Registration;
  readonly isForeign: OriginCheck;
  readonly clock: Clock;
  /** The registration rejected, which nobody expects. */
  readonly onFault: (error: unknown) => void;
}

/** The websocket `/v1/auth`, on which deployed pages register and get new passwords. */
export interface AuthSocket {
  /** Takes over a socket that asks for it, `head` being what came behind the request. */
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer, from: string): void;
  /** Closes all of them. */
  end(): void;
}

/**
 * The relay's own places are not held by these sockets (see ConnectionSlots.visits); here they are bounded among
 * themselves. Where there are too many, who has been at rest for longest makes room, of the address with the most first:
 * so nobody keeps others out by holding many, and who waits for an answer gets it.
 */
export function createAuthSocket(deps: AuthSocketDependencies): AuthSocket {
  const { registration, isForeign, clock, onFault } = deps;
  const websockets = createVisitorWebsockets(MESSAGE_BYTES);
  /** Each with the group of addresses that it counts for. */
  const sessions = new Map<AuthSession, string>();
  const perGroup = new Map<string, number>();
  const atRest = createEvictionQueue<AuthSession>();
  const turns = createTurns();
  const stopLooking = every(
    clock,
    () => LOOK_MS,
    () => {
      for (const session of [...sessions.keys()]) session.look();
    },
  );

  function makeRoom(group?: string): boolean {
    const session = atRest.next(group);
    if (!session) return false;
    // Its end comes later, and its place is needed now.
    leave(session);
    session.close(1013, 'made room for others');
    return true;
  }

  function hasRoom(from: string, group: string): boolean {
    const ofGroup = isLoopback(from) ? 0 : (perGroup.get(group) ?? 0);
    if (ofGroup >= MOST_SOCKETS_PER_ADDRESS && !makeRoom(group)) return false;
    return sessions.size < MOST_SOCKETS || makeRoom();
  }

  function enter(session: AuthSession, group: string): void {
    sessions.set(session, group);
    perGroup.set(group, (perGroup.get(group) ?? 0) + 1);
    atRest.add(group, session);
  }

  function leave(session: AuthSession): void {
    const group = sessions.get(session);
    if (group === undefined) return;
    sessions.delete(session);
    atRest.delete(group, session);
    const others = (perGroup.get(group) ?? 1) - 1;
    if (others > 0) perGroup.set(group, others);
    else perGroup.delete(group);
  }

  function opened(websocket: WebSocket, request: IncomingMessage, from: string): void {
    const group = addressGroup(from);
    const aborter = new AbortController();
    const visitor = {
      from,
      language: preferredLanguage(request.headers['accept-language']),
      signal: aborter.signal,
    };
    const session = createAuthSession({
      ...{ websocket, turns },
      async run(command) {
        try {
          return await command(registration, visitor);
        } catch (error) {
          onFault(error);
          return { error: UNEXPECTED };
        }
      },
      onWork(isWorking) {
        if (!sessions.has(session)) return;
        if (isWorking) atRest.delete(group, session);
        else atRest.add(group, session);
      },
    });
    enter(session, group);
    // What was wrong ends this one alone.
    websocket.on('error', () => {});
    websocket.on('close', () => {
      leave(session);
      aborter.abort();
    });
  }

  return {
    upgrade(request, socket, head, from) {
      if (isForeign(request)) respondRaw(socket, FORBIDDEN, request.method);
      else if (!hasRoom(from, addressGroup(from))) respondRaw(socket, CROWDED, request.method);
      else websockets.handleUpgrade(request, socket, head, (websocket) => opened(websocket, request, from));
    },
    end() {
      stopLooking();
      for (const session of [...sessions.keys()]) session.close(1001, 'going away');
    },
  };
}
