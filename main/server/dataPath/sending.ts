import type { Socket } from 'node:net';
import type { RelayEvent } from '../../protocol/messages';
import { encodeEvent } from '../../protocol/wire';
import { canSendTo, type Peer, writePresence } from '../peer';
import type { Backpressure } from './backpressure';
import { serverFrame } from './frame';
import { gatherWrites } from './gatherWrites';

/** Puts on the way to devices what is for them, each device's in order. */
export interface Sending {
  /** Sends `event`, because of what `cause` did (undefined: somebody who is gone). */
  event(receiver: Peer, event: RelayEvent, cause: Peer | undefined): void;
  /** Tells all of these the same comings and goings, soon: in a crowd there are too many for a write of each. */
  presence(receivers: readonly Peer[], events: readonly RelayEvent[]): void;
  /** Passes on whole frames of one who is linked, with so many bytes of data in them, as they are. */
  forward(sender: Peer, receiver: Peer, pieces: readonly Buffer[], dataBytes: number): void;
}

/** For so long comings and goings are gathered, in milliseconds: nobody sees it, and a thousand devices need it. */
const GATHER_MS = 20;

export function createSending(backpressure: Backpressure, now: () => number): Sending {
  const gathering = new Set<Peer>();

  function sent(receiver: Peer, bytes: number, cause: Peer | undefined, kind: RelayEvent['kind']): void {
    const ask = receiver.delivery.send(bytes, now);
    if (ask) receiver.websocket.ping(ask);
    backpressure.queued(receiver, cause, kind);
  }

  /** What goes to a device goes behind the presence that it has not been told yet. */
  function flush(receiver: Peer): void {
    if (receiver.presence.length > 0) sent(receiver, writePresence(receiver), undefined, 'entered');
  }

  function flushAll(): void {
    for (const receiver of gathering) flush(receiver);
    gathering.clear();
  }

  return {
    event(receiver, event, cause) {
      flush(receiver);
      const frame = serverFrame(encodeEvent(event));
      if (canSendTo(receiver)) {
        gatherWrites(receiver.stream);
        receiver.stream.write(frame);
      }
      sent(receiver, frame.length, cause, event.kind);
    },
    presence(receivers, events) {
      const frames = Buffer.concat(events.map((event) => serverFrame(encodeEvent(event))));
      if (gathering.size === 0) setTimeout(flushAll, GATHER_MS).unref();
      for (const receiver of receivers) {
        receiver.presence.push(frames);
        gathering.add(receiver);
      }
    },
    forward(sender, receiver, pieces, dataBytes) {
      flush(receiver);
      const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
      if (canSendTo(receiver)) write(receiver.stream, pieces);
      sender.sent += dataBytes;
      receiver.received += dataBytes;
      sent(receiver, bytes, sender, 'data');
    },
  };
}

/** What has to wait is copied where it would keep a chunk of which it is a small part. */
function write(stream: Socket, pieces: readonly Buffer[]): void {
  if (pieces.length > 1) stream.cork();
  const waits = stream.writableLength > 0;
  for (const piece of pieces) stream.write(waits && isSmallPart(piece) ? Buffer.from(piece) : piece);
  if (pieces.length > 1) stream.uncork();
}

const isSmallPart = (piece: Buffer): boolean => 2 * piece.length < piece.buffer.byteLength;
