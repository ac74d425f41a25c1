import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { CLOSE, type CloseKind } from '../protocol/closeCodes';
import { NetstringDecoder } from '../protocol/netstring';
import type { ConnId } from '../protocol/relay';

/** A device's open connection, as the server sees it. */
export interface Peer {
  readonly conn: ConnId;
  readonly from: string;
  readonly websocket: WebSocket;
  /** What the websocket runs on: it tells how much waits to be sent, and how much came. */
  readonly stream: Socket;
  readonly decoder: NetstringDecoder;
  /** Runs until the device has proved its key. */
  deadline: NodeJS.Timeout | undefined;
}

export const createPeer = (conn: ConnId, from: string, websocket: WebSocket, stream: Socket): Peer => ({
  conn,
  from,
  websocket,
  stream,
  decoder: new NetstringDecoder(),
  deadline: undefined,
});

/** Ends the connection with one of our codes. */
export const closePeer = ({ websocket }: Peer, kind: CloseKind): void =>
  websocket.close(CLOSE[kind].code, CLOSE[kind].reason);
