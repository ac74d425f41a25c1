import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { CLOSE, type CloseKind } from '../protocol/closeCodes';
import type { DeviceKey } from '../protocol/deviceKey';
import { NetstringDecoder } from '../protocol/netstring';
import type { ConnId } from '../protocol/relay';
import { Delivery } from './delivery';

/** A device's open connection, as the server sees it. */
export interface Peer {
  readonly conn: ConnId;
  readonly from: string;
  /** A test device, of which no other hears. */
  readonly visits: boolean;
  readonly websocket: WebSocket;
  /** What the websocket runs on: it tells how much waits to be sent, and how much came. */
  readonly stream: Socket;
  readonly decoder: NetstringDecoder;
  /** How much of what was sent to it it has taken. */
  readonly delivery: Delivery;
  /** Runs until the device has proved its key. */
  deadline: NodeJS.Timeout | undefined;
  /** Undefined until it has. */
  key: DeviceKey | undefined;
  /** Bytes of payload that came from it and went to others, and the other way round. */
  sent: number;
  received: number;
}

export const createPeer = (
  conn: ConnId,
  from: string,
  websocket: WebSocket,
  stream: Socket,
  visits: boolean,
): Peer => ({
  conn,
  from,
  visits,
  websocket,
  stream,
  decoder: new NetstringDecoder(),
  delivery: new Delivery(),
  deadline: undefined,
  key: undefined,
  sent: 0,
  received: 0,
});

/** Ends the connection with one of our codes. */
export const closePeer = ({ websocket }: Peer, kind: CloseKind): void =>
  websocket.close(CLOSE[kind].code, CLOSE[kind].reason);

/** Whether neither side has begun to close it. */
export const isOpen = ({ websocket }: Peer): boolean => websocket.readyState === websocket.OPEN;

/** What a device's connection has passed on so far, in bytes of payload. */
export interface Traffic {
  readonly conn: ConnId;
  readonly key: DeviceKey;
  readonly sent: number;
  readonly received: number;
  /** Bytes on their way to it that it has not taken yet. */
  readonly waiting: number;
}

export const trafficOf = (peers: Iterable<Peer>): Traffic[] =>
  [...peers].flatMap(({ conn, key, sent, received, stream, delivery, visits }) => {
    const waiting = Math.max(stream.writableLength, delivery.waiting);
    return key === undefined || visits ? [] : [{ conn, key, sent, received, waiting }];
  });
