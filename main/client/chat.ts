import { EventEmitter, once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { err, ok, type Result } from '../lib/result';
import type { DeviceKey } from '../protocol/deviceKey';
import type { ConnectionEnd, DeviceConnection } from './connection';
import { CHUNK_BYTES, OUR_CLOSE } from './transfer';

export interface ChatEvents {
  /** The two are connected from now on, or no more. */
  readonly onPeer: (isHere: boolean) => void;
  /** The relay refused something, as what was sent to a peer that had just left. */
  readonly onRefused: (message: string) => void;
}

/**
 * Sends `peer` what `input` yields, and writes what comes from it to `output`, until `input` ends. While `peer` is not
 * there nothing is read from `input`; when it comes back, it goes on. Success means that the relay has passed on all that
 * it took.
 */
export async function chat(
  connection: DeviceConnection,
  peer: DeviceKey,
  input: Readable,
  output: Writable,
  { onPeer, onRefused }: ChatEvents,
): Promise<Result<void, ConnectionEnd>> {
  let isHere = false;
  const presence = new EventEmitter<{ here: [] }>();

  async function listen(): Promise<ConnectionEnd> {
    for (;;) {
      const next = await connection.events.next();
      if (next.done) return next.value;
      const event = next.value;
      if (event.kind === 'error') onRefused(event.message);
      if (!('key' in event) || event.key !== peer) continue;
      if (event.kind === 'data' && !output.write(event.data)) await once(output, 'drain');
      if (event.kind === 'connected' || event.kind === 'disconnected') {
        isHere = event.kind === 'connected';
        onPeer(isHere);
        if (isHere) presence.emit('here');
      }
    }
  }

  async function speak(): Promise<void> {
    for await (const chunk of input) {
      const bytes = Buffer.from(chunk);
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
        if (!isHere) await once(presence, 'here');
        await connection.send({ kind: 'sendData', key: peer, data: bytes.subarray(at, at + CHUNK_BYTES) });
      }
    }
  }

  await connection.send({ kind: 'connect', key: peer });
  const end = listen();
  let sentAll = false;
  const speaking = speak().then(async () => {
    sentAll = await connection.taken();
    await connection.close({ afterAll: true });
    return end;
  });
  const ended = await Promise.race([end, speaking]);
  if (sentAll && ended.kind === 'closed' && OUR_CLOSE.includes(ended.code)) return ok(undefined);
  input.destroy();
  return err(ended);
}
