import { EventEmitter, once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { err, ok, type Result } from '../lib/result';
import type { DeviceKey } from '../protocol/deviceKey';
import type { DeviceConnection } from './connection';
import { CHUNK_BYTES, OUR_CLOSE, type TransferProblem } from './transfer';

export interface ChatEvents {
  /** The two are connected from now on, or no more. */
  readonly onPeer: (isHere: boolean) => void;
  /** What was sent last did not arrive, since the peer had just left; told once until it is here again. */
  readonly onLost: () => void;
}

/**
 * Sends `peer` what `input` yields, and writes what comes from it to `output`, until `input` ends. While `peer` is not
 * there nothing is read from `input`; when it comes back, it goes on. Success means that the relay has passed on all of
 * it; where something was lost on the way, that is told at the end as well.
 */
export async function chat(
  connection: DeviceConnection,
  peer: DeviceKey,
  input: Readable,
  output: Writable,
  { onPeer, onLost }: ChatEvents,
): Promise<Result<void, TransferProblem>> {
  let isHere = false;
  let wasHere = false;
  /** What the relay refused, of what was sent. */
  let refused: TransferProblem | undefined;
  let isLossTold = false;
  const presence = new EventEmitter<{ here: [] }>();

  async function listen(): Promise<TransferProblem> {
    for (;;) {
      const next = await connection.events.next();
      if (next.done) return next.value;
      const event = next.value;
      if (event.kind === 'error') {
        refused = { kind: 'relayRefused', message: event.message };
        // Before the two were connected nothing can have been lost: the relay will not have it at all.
        if (!wasHere) return refused;
        if (!isLossTold) onLost();
        isLossTold = true;
      }
      if (!('key' in event) || event.key !== peer) continue;
      if (event.kind === 'data' && !output.write(event.data)) await once(output, 'drain');
      if (event.kind === 'connected' || event.kind === 'disconnected') {
        isHere = event.kind === 'connected';
        if (isHere) [wasHere, isLossTold] = [true, false];
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
  if (sentAll && ended.kind === 'closed' && OUR_CLOSE.includes(ended.code))
    return refused ? err(refused) : ok(undefined);
  input.destroy();
  return err(ended);
}
