import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { CLOSE, type CloseKind } from '../../../protocol/closeCodes';
import type { DeviceKey } from '../../../protocol/deviceKey';
import { type Bytes, NetstringDecoder } from '../../../protocol/netstring';
import type { Account, ConnId } from '../../../protocol/relay';
import { isLoopback } from '../../network/address';
import type { SocketStream } from '../frames/socketStream';
import { DeliveryMeter } from './deliveryMeter';
import { framesOf, type PendingFrames } from './pendingFrames';
import { presenceBytes } from './presenceFrame';

/** A device's open connection, as the server sees it. */
export interface Peer {
  readonly conn: ConnId;
  /** When it came, in milliseconds that never go back. */
  readonly since: number;
  /** Whose login it came with. */
  readonly account: Account;
  readonly from: string;
  /** A test device, of which no other hears. */
  readonly testDevice: boolean;
  readonly websocket: WebSocket;
  /** The connection itself: it tells how much waits to be sent, and how much came. */
  readonly stream: Socket;
  /** What the websocket takes for it. */
  readonly input: SocketStream;
  readonly decoder: NetstringDecoder;
  /** How much of what was sent to it it has taken. */
  readonly delivery: DeliveryMeter;
  /** Runs until the device has proved its key. */
  deadline: NodeJS.Timeout | undefined;
  /** Undefined until it has. */
  key: DeviceKey | undefined;
  /** The same as bytes, once they were needed. */
  keyBytes: Bytes | undefined;
  /** Comings and goings that it has not been told yet. */
  presence: PendingFrames | undefined;
  /** Bytes of payload that came from it and went to others, and the other way round. */
  sent: number;
  received: number;
  /** Messages of payload that came from it and went to others. */
  messages: number;
  /** Bytes of whole websocket messages, whatever is in them, that came from it, and that went to it. */
  messageBytesSent: number;
  messageBytesReceived: number;
}

export const createPeer = (
  conn: ConnId,
  account: Account,
  from: string,
  websocket: WebSocket,
  stream: Socket,
  input: SocketStream,
  testDevice: boolean,
): Peer => ({
  conn,
  since: performance.now(),
  account,
  from,
  testDevice,
  websocket,
  stream,
  input,
  decoder: new NetstringDecoder(),
  delivery: new DeliveryMeter({ isLocal: isLoopback(from) }),
  deadline: undefined,
  key: undefined,
  keyBytes: undefined,
  presence: undefined,
  sent: 0,
  received: 0,
  messages: 0,
  messageBytesSent: 0,
  messageBytesReceived: 0,
});

/** Sends the presence that waits, and gives its size in bytes. */
export function writePresence(peer: Peer): number {
  const { presence } = peer;
  peer.presence = undefined;
  if (!presence || !canSendTo(peer)) return 0;
  const bytes = framesOf(presence);
  peer.stream.write(bytes);
  peer.messageBytesReceived += presenceBytes(bytes.length);
  return bytes.length;
}

/** Ends the connection with one of our codes. */
export function closePeer(peer: Peer, kind: CloseKind): void {
  writePresence(peer);
  peer.websocket.close(CLOSE[kind].code, CLOSE[kind].reason);
}

/** Whether neither side has begun to close it. */
export const isOpen = ({ websocket }: Peer): boolean => websocket.readyState === websocket.OPEN;

/** Whether what is written to it goes out. A socket may have ended before its websocket has heard of that. */
export const canSendTo = (peer: Peer): boolean => isOpen(peer) && peer.stream.writable;

/** What a device's connection has passed on so far, in bytes of payload, and in messages that it sent. */
export interface Traffic {
  readonly conn: ConnId;
  readonly key: DeviceKey;
  readonly from: string;
  readonly sent: number;
  readonly received: number;
  readonly messages: number;
  /** Bytes on their way to it that it has not taken yet. */
  readonly waiting: number;
}

export const trafficOf = (peers: Iterable<Peer>): Traffic[] =>
  [...peers].flatMap((peer) => {
    const { conn, key, from, sent, received, messages, testDevice } = peer;
    if (key === undefined || testDevice) return [];
    return [{ conn, key, from, sent, received, messages, waiting: waitingFor(peer) }];
  });

/** Bytes on their way to it that it has not taken yet, as far as that is known. */
export const waitingFor = ({ stream, delivery }: Peer): number =>
  Math.max(stream.writableLength, delivery.waiting);

/** What went over a device's websocket since its upgrade: bytes of messages, without the heads of their frames. */
export interface MessageTraffic {
  readonly conn: ConnId;
  readonly account: Account;
  readonly from: string;
  readonly sent: number;
  readonly received: number;
}

export const messageTrafficOf = (peer: Peer): MessageTraffic => {
  const { conn, account, from, messageBytesSent, messageBytesReceived } = peer;
  return { conn, account, from, sent: messageBytesSent, received: messageBytesReceived };
};
