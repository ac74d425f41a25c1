import { createSocket, type Socket } from 'node:dgram';
import type { EventEmitter } from 'node:events';
import { Server } from 'bonjour-service/dist/lib/mdns-server.js';
import type { ServiceConfig } from 'bonjour-service/dist/lib/service.js';
import { errorCode } from '../lib/errorCode';
import type { Adapter } from '../lib/networkAdapters';
import { err, ok, type Result } from '../lib/result';
import {
  canonical,
  type MdnsRecord,
  type Message,
  type Question,
  readMessage,
  readQuestions,
  section,
} from './records';

// What bonjour-service is used for: its `Server`, which answers the questions of others from records that were
// registered with it, over the sockets of multicast-dns. What it does above that is left alone, for it publishes the
// addresses of every adapter, of containers too, takes its own answers on a second adapter for somebody else's, and
// when a name is taken it writes to standard output and stays silent in the network.

/** What multicast-dns offers, of which bonjour-service knows no types. */
interface Mdns extends EventEmitter {
  query(packet: object, sent: (error?: unknown) => void): void;
  respond(packet: object, sent: (error?: unknown) => void): void;
  destroy(closed: () => void): void;
}

/** Multicast DNS on one adapter. */
export interface MdnsSocket {
  readonly adapter: Adapter;
  /** Asks everybody; `claims` are what the asker is about to publish under these names. Never rejects. */
  ask(questions: readonly Question[], claims?: readonly MdnsRecord[]): Promise<Result<void, string>>;
  /** Tells everybody. Resolves when it has left, or with the system's code. Never rejects. */
  tell(records: readonly MdnsRecord[]): Promise<Result<void, string>>;
  /** From now on, others' questions are answered with these records. */
  answerWith(records: readonly MdnsRecord[]): void;
  /** Asks the system once more to receive on this adapter. */
  rejoin(): void;
  close(): Promise<void>;
}

/** Where multicast DNS over IPv4 happens (RFC 6762 section 3). */
const GROUP = '224.0.0.251';

/** Questions about our records that are answered in a second, and those of one packet. */
const MAX_ANSWERS_PER_SECOND = 20;
const MAX_ANSWERS_PER_PACKET = 4;

/** How long something may take that the library should call back for. */
const PATIENCE_MS = 1_000;

/**
 * Opens a socket for one adapter: on all of them at once, the system would choose one to send on. The problem is the
 * system's code, as EADDRINUSE. `onMessage` hears all that is said there, our own words too. Never rejects.
 */
export function openMdnsSocket(
  adapter: Adapter,
  onMessage: (message: Message) => void,
): Promise<Result<MdnsSocket, string>> {
  return new Promise((resolve) => {
    let problem = 'ENETDOWN';
    let joined = false;
    let settled = false;
    const note = (error: unknown) => {
      problem = errorCode(error);
    };
    // Ours, since the library never joins an adapter again that it has joined once.
    const udp = createSocket({ type: 'udp4', reuseAddr: true });
    const options: Options = {
      socket: udp,
      interface: adapter.interfaceAddress,
      // Bound to the adapter's own address, it would hear no multicast on Linux.
      bind: '0.0.0.0',
    };
    // Without a callback of ours for errors, the library throws them.
    const server = new Server(options, note);
    const mdns: Mdns = server.mdns;
    const socket = createMdnsSocket(adapter, udp, server, mdns);
    const settle = async (works: boolean) => {
      if (settled) return;
      settled = true;
      if (!works) await socket.close();
      resolve(works ? ok(socket) : err(problem));
    };
    mdns.on('warning', note);
    mdns.on('networkInterface', () => {
      joined = true;
    });
    // Listened to for good: it may come later too, and without a listener it would be an uncaught exception.
    mdns.on('error', (error: unknown) => {
      note(error);
      void settle(false);
    });
    mdns.on('ready', () => void settle(joined));
    mdns.on('response', (packet: unknown) => onMessage(readMessage('response', packet)));
    mdns.on('query', (packet: unknown) => onMessage(readMessage('query', packet)));
  });
}

/** Of multicast-dns, to which bonjour-service hands them. */
interface Options extends Partial<ServiceConfig> {
  readonly socket: Socket;
  readonly interface: string;
  readonly bind: string;
}

function createMdnsSocket(adapter: Adapter, udp: Socket, server: Server, mdns: Mdns): MdnsSocket {
  let answers: readonly MdnsRecord[] = [];
  const isWithinBounds = createRateLimit();

  // Before the library's own listener: it answers every question of a packet with a packet of its own, so that
  // somebody could make it send a thousand times what he sent himself.
  mdns.prependListener('query', (packet: { questions: Question[] }) => {
    const known = section(packet, 'answers');
    packet.questions = readQuestions(packet)
      .filter((asked, index, all) => index === all.findIndex((other) => isSame(asked, other)))
      .filter(({ name }) => answers.some((answer) => canonical(answer.name) === name))
      .filter(({ name, type }) => !answers.some((answer) => isKnown(answer, name, type, known)))
      .slice(0, MAX_ANSWERS_PER_PACKET)
      .filter(isWithinBounds);
  });

  return {
    adapter,
    ask: (questions, claims = []) =>
      sent((done) => mdns.query({ questions: [...questions], authorities: [...claims] }, done)),
    tell: (records) => sent((done) => mdns.respond({ answers: [...records] }, done)),
    answerWith(records) {
      server.unregister(answers.map(toLibrary));
      answers = records;
      server.register(answers.map(toLibrary));
    },
    rejoin() {
      // Left first, since the system remembers also what has become void. That fails where it is forgotten.
      attempt(() => udp.dropMembership(GROUP, adapter.interfaceAddress));
      attempt(() => udp.addMembership(GROUP, adapter.interfaceAddress));
      attempt(() => udp.setMulticastInterface(adapter.interfaceAddress));
    },
    close: () => within(PATIENCE_MS, (done) => mdns.destroy(done)),
  };
}

/** Whether the answer to a question for `name` and `type` is one that the asker has for long enough (RFC 6762, 7.1). */
const isKnown = (answer: MdnsRecord, name: string, type: string, known: readonly MdnsRecord[]): boolean =>
  answer.type === 'PTR' &&
  type === 'PTR' &&
  canonical(answer.name) === name &&
  known.some(
    (old) =>
      old.type === 'PTR' &&
      old.name === name &&
      canonical(old.data) === canonical(answer.data) &&
      old.ttl >= answer.ttl / 2,
  );

/** Does what fails while the adapter is away, or the socket closed. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // There will be another try, or a new socket.
  }
}

const toLibrary = (record: MdnsRecord) => ({ ...record });

const isSame = (a: Question, b: Question): boolean => a.name === b.name && a.type === b.type;

/** True for the first twenty calls of a second. */
function createRateLimit(): () => boolean {
  let second = 0;
  let answered = 0;
  return () => {
    const now = Math.floor(Date.now() / 1_000);
    if (now !== second) answered = 0;
    second = now;
    answered += 1;
    return answered <= MAX_ANSWERS_PER_SECOND;
  };
}

/** What the library says of a packet that it was to send; it throws what it cannot encode. */
async function sent(send: (done: (error?: unknown) => void) => void): Promise<Result<void, string>> {
  let problem: unknown;
  await within(PATIENCE_MS, (done) => {
    const finished = (error?: unknown) => {
      problem = error;
      done();
    };
    try {
      send(finished);
    } catch (error) {
      finished(error);
    }
  });
  return problem ? err(errorCode(problem)) : ok(undefined);
}

/** Resolves when `start` calls back, or it is too late for that. */
function within(patienceMs: number, start: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patienceMs);
    start(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
