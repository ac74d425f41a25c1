import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { errorCode } from '../lib/errorCode';
import type { ConnId } from '../protocol/relay';
import { SocketStream } from './dataPath/frames/socketStream';
import { gatherAnswers } from './dataPath/sending/gatherWrites';
import { createPeer, type Peer } from './dataPath/sending/peer';
import {
  type HttpAnswer,
  isDeviceRequest,
  NOT_A_WEBSOCKET,
  pathOf,
  respond,
  respondRaw,
} from './http/routes';
import type { Site } from './http/site';
import { createSiteRequests } from './http/siteRequests';
import { isTestDevice } from './http/testDevice';
import { createWebsocketServer } from './http/websocketServer';
import {
  createRequestHandler,
  type Decision,
  type RequestHandler,
  type RequestHandlerDependencies,
} from './requestHandler';

export interface AdmissionDependencies extends RequestHandlerDependencies {
  readonly clientAddress: (request: IncomingMessage) => string;
  readonly site: Site | undefined;
  /** `head` is what came behind the upgrade already. */
  readonly onOpened: (peer: Peer, head: Buffer) => void;
}

/** From a request to its answer, or to a device's open websocket. */
export interface Admission extends Pick<RequestHandler, 'expelled' | 'endWaiting'> {
  /** `rest`, as `head` below, is what came behind the request already. */
  onRequest(request: IncomingMessage, response: ServerResponse, rest: Buffer): void;
  onUpgrade(request: IncomingMessage, socket: Socket, head: Buffer): void;
}

export function createAdmission(deps: AdmissionDependencies): Admission {
  const { clientAddress, site, slots, onEvent, onOpened } = deps;
  const requests = createRequestHandler(deps);
  const siteRequests = site && createSiteRequests(site);
  const websockets = createWebsocketServer();
  let lastConn = 0;

  function decided(
    decision: Decision,
    request: IncomingMessage,
    socket: Socket,
    head: Buffer,
    from: string,
    failed: (error: Error) => void,
  ): void {
    if (!decision.ok) {
      respondRaw(socket, decision.error, request.method);
      return;
    }
    const account = decision.value;
    slots.loggedIn(socket);
    // The answer and the challenge behind it leave together.
    gatherAnswers(socket);
    const input = new SocketStream(socket);
    const testDevice = isTestDevice(request);
    websockets.handleUpgrade(request, input, Buffer.alloc(0), (websocket) => {
      // From here on its websocket tells of it.
      socket.removeListener('error', failed);
      const conn = ++lastConn as ConnId;
      onOpened(createPeer(conn, account, from, websocket, socket, input, testDevice), head);
    });
  }

  /** Whether the site took over an upgrade, or answers it as if none were asked for. */
  function visited(request: IncomingMessage, socket: Socket, head: Buffer, from: string): boolean {
    if (site?.upgrade(request, pathOf(request), socket, head, from)) {
      slots.visits(socket);
      return true;
    }
    const answer = (answer: HttpAnswer) => respondRaw(socket, answer, request.method);
    return siteRequests?.begin(request, head, from, answer) ?? false;
  }

  return {
    onRequest(request, response, rest) {
      const from = clientAddress(request);
      const crowded = requests.arrived(request, from);
      if (crowded) {
        respond(request, response, crowded);
        return;
      }
      if (
        !isDeviceRequest(request) &&
        siteRequests?.begin(request, rest, from, (answer) => respond(request, response, answer))
      )
        return;
      const decision = requests.decide(request, from);
      if (decision) {
        respond(request, response, answerTo(decision));
        return;
      }
      ignoreRest(request.socket);
      requests.decideLater(request, from, (later) => respond(request, response, answerTo(later)));
    },
    onUpgrade(request, socket, head) {
      const from = clientAddress(request);
      const failed = (error: Error) => onEvent({ kind: 'socketFailed', from, code: errorCode(error) });
      socket.on('error', failed);
      const crowded = requests.arrived(request, from);
      if (crowded) {
        respondRaw(socket, crowded, request.method);
        return;
      }
      if (!isDeviceRequest(request) && visited(request, socket, head, from)) return;
      const decision = requests.decide(request, from);
      if (decision) decided(decision, request, socket, head, from, failed);
      // Until it is, nobody reads: what comes stays in the socket's buffer, and when that is full with who sends it.
      else
        requests.decideLater(request, from, (later) => decided(later, request, socket, head, from, failed));
    },
    expelled: requests.expelled,
    endWaiting() {
      requests.endWaiting();
      siteRequests?.end();
      site?.end();
    },
  };
}

/** A request that came before its upgrade, or without. */
const answerTo = (decision: Decision) => (decision.ok ? NOT_A_WEBSOCKET : decision.error);

/**
 * What comes behind a request that waits for its answer goes to nobody: the parser would make further requests of it. (It
 * is read, so that the end is heard of.)
 */
function ignoreRest(socket: Socket): void {
  socket.removeAllListeners('data');
  socket.on('data', () => {});
}
