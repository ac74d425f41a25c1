import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { err, ok, type Result } from '../lib/result';
import type { DeviceKey } from '../protocol/deviceKey';
import type { Bytes } from '../protocol/netstring';
import type { DeviceConnection, Ended } from './connection';

export type TransferProblem =
  /** The other device left before everything was sent. */
  { readonly kind: 'peerLeft' } | { readonly kind: 'relayRefused'; readonly message: string } | Ended;

/** Far below the frame limit, so that other devices' messages are not held up behind one of ours. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Waits for `peer` to ask for us too, sends it all that `input` yields, and closes the connection: its end tells
 * the receiver that everything has come.
 */
export async function sendStream(
  connection: DeviceConnection,
  peer: DeviceKey,
  input: Readable,
): Promise<Result<void, TransferProblem>> {
  await connection.send({ kind: 'connect', key: peer });
  const early = await until(connection, peer, 'connected');
  if (early) return err(early);

  const lost = until(connection, peer, undefined);
  const sent = sendAll(connection, peer, input);
  const problem = await Promise.race([lost, sent]);
  if (problem) {
    input.destroy();
    return err(problem);
  }
  await connection.close();
  return ok(undefined);
}

async function sendAll(connection: DeviceConnection, peer: DeviceKey, input: Readable): Promise<undefined> {
  for await (const chunk of input) {
    const bytes: Bytes = Buffer.from(chunk);
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      await connection.send({ kind: 'sendData', key: peer, data: bytes.subarray(at, at + CHUNK_BYTES) });
    }
  }
}

/** Reads events up to the one awaited for `peer` (undefined), or to what makes it impossible (a problem). */
async function until(
  connection: DeviceConnection,
  peer: DeviceKey,
  awaited: 'connected' | undefined,
): Promise<TransferProblem | undefined> {
  for (;;) {
    const next = await connection.events.next();
    if (next.done) return next.value;
    const event = next.value;
    if (event.kind === 'error') return { kind: 'relayRefused', message: event.message };
    if (!('key' in event) || event.key !== peer) continue;
    if (event.kind === 'disconnected') return { kind: 'peerLeft' };
    if (event.kind === awaited) return undefined;
  }
}

/** Asks for `peer` and writes all that it sends to `output`, until it leaves. Resolves with the bytes' count. */
export async function receiveStream(
  connection: DeviceConnection,
  peer: DeviceKey,
  output: Writable,
): Promise<Result<number, TransferProblem>> {
  await connection.send({ kind: 'connect', key: peer });
  let received = 0;
  for (;;) {
    const next = await connection.events.next();
    if (next.done) return err(next.value);
    const event = next.value;
    if (event.kind === 'error') return err({ kind: 'relayRefused', message: event.message });
    if (!('key' in event) || event.key !== peer) continue;
    if (event.kind === 'data') {
      received += event.data.length;
      if (!output.write(event.data)) await once(output, 'drain');
    } else if (event.kind === 'disconnected') {
      await connection.close();
      return ok(received);
    }
  }
}
