/*
 * The way of a device's bytes through the relay. There are two, and no peer can tell which one its messages took.
 *
 * The ordinary way: the socket's bytes go through a stream (`socketStream`) to ws, which makes messages of frames; the
 * netstring decoder cuts these into commands; the relay (`protocol/relay`) decides, and what it decides is sent
 * (`sending`), each event encoded anew and in a frame of its own.
 *
 * The fast way, for nearly everything that is ever sent: a SendData from one device to another that is linked with it.
 * The Data that the receiver gets differs from it in the 32 bytes of the key alone, and a server's frame is a client's
 * without the mask. So `frameReader` looks at whole chunks as they come off the socket. A binary message in one frame
 * loses its mask where it lies (`masking`), moved down behind the frame before it; `sendData` recognises the shape; the
 * sender's key is written over the receiver's, the head of a server's frame before it (`frame`). Frames for the same
 * receiver lie one behind the other, and leave as one slice of the chunk that came: nothing is made, nothing is copied.
 * Where a frame goes on in the next chunk, its pieces are kept (`splitMessage`) and written together.
 *
 *     socket ─ chunk ─▶ frameReader ─┬─ a SendData to one who is linked ─────────────▶ sending ─▶ receiver's socket
 *                                    ├─ another whole message ─▶ decoder ─▶ relay ─▶ sending
 *                                    └─ all else ─▶ socketStream ─▶ ws ─▶ decoder ─▶ relay ─▶ sending
 *
 * Nobody has the relay for long: what was read is dealt with in turns (`turnReader`), which are short while somebody is
 * there who says little (`turns`).
 *
 * What makes the two equal: whatever is not plainly such a message is left to the ordinary way, which alone judges and
 * refuses; nothing overtakes what ws has been given and has not dealt with; and both end in `sending`, where presence
 * that waits, backpressure (`backpressure`, `delivery`) and traffic are seen to. What is kept of messages that are not
 * whole is counted on both (`unfinished`).
 */
import { type DeviceKey, deviceKey, keyBytes, PUBLIC_KEY_BYTES } from '../../protocol/deviceKey';
import type { ConnId, LinkChanges, Relay } from '../../protocol/relay';
import type { DistantReceiver, FramedData, NodeRelay } from '../distant';
import { type FrameHandler, FrameReader } from './frames/frameReader';
import type { MessageSender } from './sending/messageSender';
import { isOpen, type Peer } from './sending/peer';

export interface DataPathDependencies {
  readonly peers: ReadonlyMap<ConnId, Peer>;
  readonly sending: MessageSender;
  /** A whole binary message that the relay has to look at. */
  readonly onMessage: (peer: Peer, message: Uint8Array) => void;
  /** False: all goes the ordinary way. */
  readonly fast: boolean;
}

/** Makes the reader of what `peer` sends, a device of `relay`. */
export const createFrameReader = (
  peer: Peer,
  relay: AnyRelay,
  deps: DataPathDependencies,
): FrameReader<Receiver> => new FrameReader(peer.input, new PeerMessages(peer, relay, deps), deps.fast);

/** Alone, or one node of several. */
type AnyRelay = Relay & Partial<NodeRelay>;

type Receiver = Peer | DistantReceiver;

class PeerMessages implements FrameHandler<Receiver> {
  // Nearly always a device sends to whom it sent last: as long as no link has changed, comparing keys is all there is.
  private lastKey: Uint8Array | undefined;
  private last: Receiver | undefined;
  private linkCount = -1;
  private readonly linkChanges: LinkChanges;

  constructor(
    private readonly peer: Peer,
    private readonly relay: AnyRelay,
    private readonly deps: DataPathDependencies,
  ) {
    this.linkChanges = relay.linkChanges;
  }

  get isOpen(): boolean {
    return isOpen(this.peer);
  }

  receiverOf(bytes: Uint8Array, keyAt: number): Receiver | undefined {
    // Who ended a message in the middle of a command goes on with that.
    if (this.peer.decoder.held > 0) return undefined;
    if (this.linkCount !== this.linkChanges.count || !lies(this.lastKey, bytes, keyAt)) {
      // A copy: the sender's key is about to be written over this one. (A Buffer's `slice` would be none.)
      this.lastKey = Uint8Array.from(bytes.subarray(keyAt, keyAt + PUBLIC_KEY_BYTES));
      this.linkCount = this.linkChanges.count;
      this.last = this.find(deviceKey(this.lastKey));
    }
    return this.last;
  }

  private find(key: DeviceKey): Receiver | undefined {
    const conn = this.relay.linked(this.peer.conn, key);
    return conn === undefined ? this.relay.distant?.(this.peer.conn, key) : this.deps.peers.get(conn);
  }

  forward(receiver: Receiver, pieces: readonly Buffer[], data: FramedData): void {
    this.deps.sending.forward(this.peer, receiver, pieces, data);
  }

  ownKey(): Uint8Array | undefined {
    const { peer } = this;
    if (peer.key !== undefined) peer.keyBytes ??= Uint8Array.from(keyBytes(peer.key));
    return peer.keyBytes;
  }

  /** Our answer tells the device that all it sent was passed on. */
  closing(): void {
    const { conn, websocket } = this.peer;
    if (this.relay.whenPassedOn?.(conn, () => websocket.resume())) websocket.pause();
  }

  message(payload: Buffer): void {
    this.deps.onMessage(this.peer, payload);
  }
}

/** Whether `key` lies at `at` of `bytes`. */
function lies(key: Uint8Array | undefined, bytes: Uint8Array, at: number): boolean {
  if (!key) return false;
  for (let i = 0; i < key.length; i++) if (key[i] !== bytes[at + i]) return false;
  return true;
}
