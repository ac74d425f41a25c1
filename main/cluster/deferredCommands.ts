import type { Clock } from '../lib/clock';
import type { Dispose } from '../lib/observable';
import type { Command, Misaddressed } from '../protocol/messages';
import type { ConnId, LinkChanges } from '../protocol/relay';
import type { NodeHost } from '../server/distant';

type AnyCommand = Command | Misaddressed;

interface Waiting {
  readonly commands: AnyCommand[];
  readonly undo: Dispose;
  /** What is to be done when they have been dealt with. */
  readonly afterwards: (() => void)[];
}

/** So long it takes at most to hear of a device at another node that it is linked, in milliseconds; usually one. */
const WAIT_MS = 200;

/**
 * Commands of devices that send data to one at another node with which they are about to be linked, or end that link: at
 * one relay both hear Connected at the same moment, and whoever has heard it from the other may send at once. All that comes
 * behind waits as well, and nothing more is read.
 */
export class DeferredCommands {
  private readonly waiting = new Map<ConnId, Waiting>();

  /** `resume` deals with a command as though it came now. While commands wait, it is as though there were no links. */
  constructor(
    private readonly clock: Clock,
    private readonly host: NodeHost,
    private readonly linkChanges: LinkChanges,
    private readonly resume: (conn: ConnId, command: AnyCommand) => void,
  ) {}

  get count(): number {
    return this.waiting.size;
  }

  has(conn: ConnId): boolean {
    return this.waiting.has(conn);
  }

  /** Whether commands of the device wait already; this one then does, too. */
  joined(conn: ConnId, command: AnyCommand): boolean {
    const waiting = this.waiting.get(conn);
    waiting?.commands.push(kept(command));
    return waiting !== undefined;
  }

  begin(conn: ConnId, command: AnyCommand): void {
    const undo = this.clock.after(WAIT_MS, () => this.settled(conn));
    const waiting = { commands: [kept(command)], undo, afterwards: [] };
    this.waiting.set(conn, waiting);
    this.linkChanges.count += 1;
    this.host.hold(conn, waiting);
  }

  /** It is known now whether there is a link. */
  settled(conn: ConnId): void {
    const waiting = this.end(conn);
    if (!waiting) return;
    this.host.release(conn, waiting);
    for (const command of waiting.commands) this.resume(conn, command);
    for (const work of waiting.afterwards) work();
  }

  /** Calls `done` when the device's commands have been dealt with, or it has gone. False: none wait. */
  whenSettled(conn: ConnId, done: () => void): boolean {
    const waiting = this.waiting.get(conn);
    waiting?.afterwards.push(done);
    return waiting !== undefined;
  }

  /** The device has gone; gives what it had said. */
  gone(conn: ConnId): readonly AnyCommand[] {
    const waiting = this.end(conn);
    for (const work of waiting?.afterwards ?? []) work();
    return waiting?.commands ?? [];
  }

  private end(conn: ConnId): Waiting | undefined {
    const waiting = this.waiting.get(conn);
    waiting?.undo();
    if (this.waiting.delete(conn)) this.linkChanges.count += 1;
    return waiting;
  }
}

/** Its bytes are others' once the call that brought them has returned. */
const kept = (command: AnyCommand): AnyCommand =>
  command.kind === 'sendData' ? { ...command, data: Uint8Array.from(command.data) } : command;
