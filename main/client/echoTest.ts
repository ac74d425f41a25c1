import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { EchoProblem } from '../../preload/doctor';
import { err, ok, type Result } from '../lib/result';
import type { DeviceKey } from '../protocol/deviceKey';
import type { RelayEvent } from '../protocol/messages';
import type { Bytes } from '../protocol/netstring';
import type { DeviceConnection } from './connection';

/** A device that takes part. */
export interface EchoDevice {
  readonly connection: DeviceConnection;
  readonly key: DeviceKey;
}

/** More than one TCP packet, and nothing that compresses. */
const ECHO_BYTES = 4_096;

/**
 * Links the two devices and sends random bytes there and back: the milliseconds that these took on their way. Never
 * rejects; the connections stay open, and what they said meanwhile has been read.
 */
export async function runEchoTest(
  one: EchoDevice,
  other: EchoDevice,
  timeoutMs: number,
): Promise<Result<number, EchoProblem>> {
  let linked = false;
  const late = new AbortController();
  const tooLate = wait(timeoutMs, undefined, { signal: late.signal }).then(
    () => err<EchoProblem>(linked ? 'nothingCame' : 'notLinked'),
    () => err<EchoProblem>('lost'),
  );
  const echo = exchange(one, other, () => {
    linked = true;
  });
  const result = await Promise.race([echo, tooLate]);
  late.abort();
  return result;
}

async function exchange(
  one: EchoDevice,
  other: EchoDevice,
  onLinked: () => void,
): Promise<Result<number, EchoProblem>> {
  await one.connection.send({ kind: 'connect', key: other.key });
  await other.connection.send({ kind: 'connect', key: one.key });
  const links = await Promise.all([linkedWith(one, other.key), linkedWith(other, one.key)]);
  if (!links.every(Boolean)) return err('lost');
  onLinked();
  const bytes = randomBytes(ECHO_BYTES);
  const begun = performance.now();
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    await from.connection.send({ kind: 'sendData', key: to.key, data: bytes });
    const came = await dataFrom(to, from.key, bytes.length);
    if (!came) return err('lost');
    if (!bytes.equals(came)) return err('changed');
  }
  return ok(performance.now() - begun);
}

const linkedWith = async (device: EchoDevice, key: DeviceKey): Promise<boolean> =>
  (await until(device, (event) => event.kind === 'connected' && event.key === key)) !== undefined;

/** So many bytes from `key`, however they are split. */
async function dataFrom(device: EchoDevice, key: DeviceKey, length: number): Promise<Buffer | undefined> {
  const pieces: Bytes[] = [];
  let count = 0;
  while (count < length) {
    const event = await until(device, (candidate) => candidate.kind === 'data' && candidate.key === key);
    if (event?.kind !== 'data') return undefined;
    pieces.push(event.data);
    count += event.data.length;
  }
  return Buffer.concat(pieces);
}

/** The next event of that kind; undefined when the connection ended first. */
async function until(
  { connection }: EchoDevice,
  isIt: (event: RelayEvent) => boolean,
): Promise<RelayEvent | undefined> {
  for (;;) {
    const next = await connection.events.next();
    if (next.done) return undefined;
    if (isIt(next.value)) return next.value;
  }
}
