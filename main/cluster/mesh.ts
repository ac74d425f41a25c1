import { type Clock, every } from '../lib/clock';
import type { Dispose } from '../lib/observable';
import { type LinkData, readData, readEnvelope, writeData, writeEnvelope } from './envelope';
import type { Exchange } from './exchange';
import { type Control, readAlive, readControl, writeJson } from './messages';
import type { NodeId } from './nodeId';
import { createSession, type Session } from './session';
import type { StampClock } from './stamp';
import type { Subjects } from './subjects';

/** The sessions of this node with all others. */
export interface Mesh {
  /** Whether something that is said to the node arrives, or both hear that it did not. */
  isUp(node: NodeId): boolean;
  /** Nodes with which a session is up. */
  up(): readonly NodeId[];
  /** Nothing where no session is up. */
  say(node: NodeId, control: Control): void;
  data(node: NodeId, data: LinkData, pieces: readonly Uint8Array[]): void;
  /** A message on one of the mesh's subjects; false: it is about something else. */
  received(subject: string, message: Uint8Array): boolean;
  /** Tells all that the node ends. */
  stop(): void;
}

export interface MeshHandler {
  up(node: NodeId): void;
  /** All that was agreed with it is over. */
  down(node: NodeId): void;
  control(node: NodeId, control: Control): void;
  data(node: NodeId, data: LinkData, frames: Buffer): void;
}

export interface MeshOptions {
  readonly own: NodeId;
  readonly exchange: Exchange;
  readonly subjects: Subjects;
  readonly clock: Clock;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  readonly stamps: StampClock;
  readonly draw: () => number;
  readonly handler: MeshHandler;
}

/** How often a node says that it is alive, and looks who else is, in milliseconds. */
export const ALIVE_MS = 1_000;

/** Who was not heard of for so long is gone for this node. */
export const SILENCE_MS = 5_000;

/** A node that has not come back by then is another one when it does. */
const FORGET_MS = 60_000;

/** Strangers on the exchange must not fill the memory: far more nodes than there ever are. */
const MAX_NODES = 1_000;

export function createMesh(options: MeshOptions): Mesh {
  const { own, exchange, subjects, clock, now, stamps, draw, handler } = options;
  const sessions = new Map<NodeId, Session>();
  const ownSubject = subjects.node(own);
  const undo: Dispose[] = [exchange.subscribe(subjects.nodes), exchange.subscribe(ownSubject)];
  let lookedAt = now();

  const greet = (session: Session): void =>
    exchange.publish(subjects.node(session.node), writeEnvelope(session.greeting()));

  function sessionWith(node: NodeId): Session | undefined {
    const known = sessions.get(node);
    if (known || node === own) return known;
    if (sessions.size >= MAX_NODES) makeRoom();
    if (sessions.size >= MAX_NODES) return undefined;
    const session = createSession(own, node, now(), draw);
    sessions.set(node, session);
    return session;
  }

  /** Of those with whom nothing has come about, the first goes: a node answers at once, and strangers' names do not. */
  function makeRoom(): void {
    for (const { node, isUp } of sessions.values()) {
      if (isUp) continue;
      sessions.delete(node);
      return;
    }
  }

  function heardAlive(message: Uint8Array): void {
    const alive = readAlive(message);
    if (!alive) return;
    stamps.saw(alive.last);
    const session = sessionWith(alive.node);
    if (session && !session.isUp) greet(session);
  }

  function heardDirectly(message: Uint8Array): void {
    const read = readEnvelope(message);
    const session = read && sessionWith(read.envelope.from);
    if (!session) return;
    const { node } = session;
    const { became, isNext, greet: shouldGreet } = session.heard(read.envelope, now());
    if (became === 'down') handler.down(node);
    // Before anything else is said to it: the ping tells that nothing was yet.
    if (shouldGreet) greet(session);
    if (became === 'up') handler.up(node);
    if (!isNext) return;
    if (read.envelope.kind === 'data') {
      const data = readData(read.body);
      if (data) handler.data(node, data.data, data.frames);
      else if (session.reset()) handler.down(node);
      return;
    }
    const control = readControl(read.body);
    if (control?.kind === 'bye') forget(session);
    else if (control) handler.control(node, control);
  }

  function forget(session: Session): void {
    sessions.delete(session.node);
    if (session.reset()) handler.down(session.node);
  }

  /** Once a second. Was this node itself stopped for a while, what the others said meanwhile is still to be read. */
  function look(): void {
    const time = now();
    const stoodStill = time - lookedAt > SILENCE_MS / 2;
    lookedAt = time;
    exchange.publish(
      subjects.nodes,
      writeJson({ kind: 'alive', node: own, last: stamps.last, time: stamps.time }),
    );
    for (const session of [...sessions.values()]) {
      if (stoodStill) session.excuse(time);
      const silence = session.silence(time);
      if (silence > FORGET_MS) forget(session);
      else if (session.isUp && silence > SILENCE_MS && session.reset()) handler.down(session.node);
      if (sessions.has(session.node)) greet(session);
    }
  }

  // The first one now: others begin a session with it at once.
  look();
  undo.push(every(clock, () => ALIVE_MS, look));

  return {
    isUp: (node) => sessions.get(node)?.isUp === true,
    up: () => [...sessions.values()].filter(({ isUp }) => isUp).map(({ node }) => node),
    say(node, control) {
      const session = sessions.get(node);
      if (session?.isUp)
        exchange.publish(subjects.node(node), writeEnvelope(session.next('control'), writeJson(control)));
    },
    data(node, data, pieces) {
      const session = sessions.get(node);
      if (session?.isUp) exchange.publish(subjects.node(node), writeData(session.next('data'), data, pieces));
    },
    received(subject, message) {
      if (subject === subjects.nodes) heardAlive(message);
      else if (subject === ownSubject) heardDirectly(message);
      else return false;
      return true;
    },
    stop() {
      for (const session of sessions.values())
        if (session.isUp)
          exchange.publish(
            subjects.node(session.node),
            writeEnvelope(session.next('control'), writeJson({ kind: 'bye' })),
          );
      for (const dispose of undo.reverse()) dispose();
    },
  };
}
