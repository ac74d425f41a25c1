import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { err, ok, type Result } from '../lib/result';
import type { DeviceKey } from '../protocol/deviceKey';
import type { Bytes } from '../protocol/netstring';
import type { ConnectionEnd, DeviceConnection } from './connection';

export type TransferProblem =
  /** The other device left before everything was sent. */
  { readonly kind: 'peerLeft' } | { readonly kind: 'relayRefused'; readonly message: string } | ConnectionEnd;

/** Who wants to know how a transfer goes on. */
export interface TransferWatch {
  /** The two are connected. */
  onConnected?(): void;
  /** These bytes have left for the relay, or were given to the output. */
  onData?(data: Bytes): void;
}

export interface ReceiveOptions extends TransferWatch {
  /** What comes beyond so many bytes is not written, and ends the transfer. */
  readonly maxBytes?: number;
}

/** Far below the frame limit: other devices' messages do not wait long behind one of ours, even where a link is slow. */
export const CHUNK_BYTES = 16 * 1024;

/** The codes of a close that we asked for ourselves: the relay's echo, with or without the code we gave. */
export const OUR_CLOSE: readonly number[] = [1000, 1005];

/**
 * Waits for `peer` to ask for us too, sends it all that `input` yields, and closes the connection: its end tells
 * the receiver that everything has come. Success means that the relay has passed it all on: it works in order, and so
 * its echo of our close comes after everything, and after the news if the peer had left before.
 */
export async function sendStream(
  connection: DeviceConnection,
  peer: DeviceKey,
  input: Readable,
  watch: TransferWatch = {},
): Promise<Result<void, TransferProblem>> {
  await connection.send({ kind: 'connect', key: peer });
  const early = await untilConnected(connection, peer);
  if (early) return err(early);
  watch.onConnected?.();

  let sentAll = false;
  const end = untilEnd(connection, peer);
  const sending = (async () => {
    await sendAll(connection, peer, input, watch);
    sentAll = await connection.taken();
    await connection.close({ afterAll: true });
    return end;
  })();
  const problem = await Promise.race([end, sending]);
  if (sentAll && problem.kind === 'closed' && OUR_CLOSE.includes(problem.code)) return ok(undefined);
  input.destroy();
  return err(problem);
}

async function sendAll(
  connection: DeviceConnection,
  peer: DeviceKey,
  input: Readable,
  watch: TransferWatch,
): Promise<void> {
  for await (const chunk of input) {
    const bytes: Bytes = Buffer.from(chunk);
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const data = bytes.subarray(at, at + CHUNK_BYTES);
      if (await connection.send({ kind: 'sendData', key: peer, data })) watch.onData?.(data);
    }
  }
}

/** Resolves with undefined when `peer` is connected with us, or with what makes that impossible. */
async function untilConnected(
  connection: DeviceConnection,
  peer: DeviceKey,
): Promise<TransferProblem | undefined> {
  for (;;) {
    const next = await connection.events.next();
    if (next.done) return next.value;
    const event = next.value;
    if (event.kind === 'error') return { kind: 'relayRefused', message: event.message };
    if (event.kind === 'connected' && event.key === peer) return undefined;
  }
}

/** Resolves with how the transfer to `peer` ended: by a problem, or by the end of our own connection. */
async function untilEnd(connection: DeviceConnection, peer: DeviceKey): Promise<TransferProblem> {
  for (;;) {
    const next = await connection.events.next();
    if (next.done) return next.value;
    const event = next.value;
    if (event.kind === 'error') return { kind: 'relayRefused', message: event.message };
    if (event.kind === 'disconnected' && event.key === peer) return { kind: 'peerLeft' };
  }
}

/**
 * Asks for `peer` and writes all that it sends to `output`, until it leaves. Resolves with the count of the bytes that
 * came: with more than `maxBytes` as soon as there are more.
 */
export async function receiveStream(
  connection: DeviceConnection,
  peer: DeviceKey,
  output: Writable,
  { maxBytes = Number.POSITIVE_INFINITY, ...watch }: ReceiveOptions = {},
): Promise<Result<number, TransferProblem>> {
  await connection.send({ kind: 'connect', key: peer });
  let received = 0;
  for (;;) {
    const next = await connection.events.next();
    if (next.done) return err(next.value);
    const event = next.value;
    if (event.kind === 'error') return err({ kind: 'relayRefused', message: event.message });
    if (!('key' in event) || event.key !== peer) continue;
    if (event.kind === 'connected') watch.onConnected?.();
    else if (event.kind === 'data') {
      const wanted = event.data.subarray(0, maxBytes - received);
      received += event.data.length;
      watch.onData?.(wanted);
      if (wanted.length > 0 && !output.write(wanted)) await once(output, 'drain');
    }
    // Having all that was wanted is no end: only the sender's leaving tells that no more comes.
    if (event.kind === 'disconnected' || received > maxBytes) {
      await connection.close();
      return ok(received);
    }
  }
}
