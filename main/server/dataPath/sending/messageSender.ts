import type { Socket } from 'node:net';
import type { RelayEvent } from '../../../protocol/messages';
import { encodeEvent } from '../../../protocol/wire';
import type { DistantReceiver, FramedData, Sender } from '../../distant';
import { serverFrame } from '../frames/frame';
import type { Backpressure } from './backpressure';
import { gatherAnswers, gatherWrites } from './gatherWrites';
import { canSendTo, type Peer, writePresence } from './peer';

/** Puts on the way to devices what is for them, each device's in order. */
export interface MessageSender {
  /** Sends `event`, because of what `cause` did (undefined: somebody who is gone). */
  event(receiver: Peer, event: RelayEvent, cause: Peer | undefined): void;
  /** Sends the presence that waits for `receiver`, as all that goes to it does first. */
  flush(receiver: Peer): void;
  /** Passes on whole frames of one who is linked, as they are, with so much in them. */
  forward(sender: Peer, receiver: Peer | DistantReceiver, pieces: readonly Buffer[], data: FramedData): void;
  /** The same of one who is elsewhere. */
  deliver(sender: Sender, receiver: Peer, pieces: readonly Buffer[], data: FramedData): void;
}

export function createMessageSender(backpressure: Backpressure, now: () => number): MessageSender {
  function sent(receiver: Peer, bytes: number, cause: Sender | undefined, kind: RelayEvent['kind']): void {
    const ask = receiver.delivery.send(bytes, now);
    if (ask) receiver.websocket.ping(ask);
    backpressure.queued(receiver, cause, kind);
  }

  function flush(receiver: Peer): void {
    if (receiver.presence) sent(receiver, writePresence(receiver), undefined, 'entered');
  }

  function passOn(sender: Sender, receiver: Peer, pieces: readonly Buffer[], data: FramedData): void {
    flush(receiver);
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
    if (canSendTo(receiver)) {
      write(receiver.stream, pieces);
      receiver.messageBytesReceived += data.messageBytes;
    }
    receiver.received += data.dataBytes;
    sent(receiver, bytes, sender, 'data');
  }

  return {
    flush,
    event(receiver, event, cause) {
      flush(receiver);
      const message = encodeEvent(event);
      const frame = serverFrame(message);
      if (canSendTo(receiver)) {
        if (event.kind === 'data') gatherWrites(receiver.stream);
        else gatherAnswers(receiver.stream);
        receiver.stream.write(frame);
        receiver.messageBytesReceived += message.length;
      }
      sent(receiver, frame.length, cause, event.kind);
    },
    forward(sender, receiver, pieces, data) {
      sender.messageBytesSent += data.messageBytes;
      sender.sent += data.dataBytes;
      sender.messages += data.messages;
      if ('forward' in receiver) receiver.forward(pieces, data);
      else passOn(sender, receiver, pieces, data);
    },
    deliver: passOn,
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
