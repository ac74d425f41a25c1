import fc from 'fast-check';
import { type DeviceKey, deviceKey } from '../../main/protocol/deviceKey';
import type { Command, RelayEvent } from '../../main/protocol/messages';
import type { Bytes } from '../../main/protocol/netstring';

export const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

/** Characters that mean something to netstrings: random bytes alone would hardly ever form a header. */
const NETSTRING_ALPHABET = Buffer.from('00112233456789::::,,,,a-+ \n\xff', 'latin1');

/** Bytes that look like netstrings, and seldom are. */
export const netstringLikeBytes = (maxLength: number): fc.Arbitrary<Bytes> =>
  fc.array(fc.constantFrom(...NETSTRING_ALPHABET), { maxLength, size: 'max' }).map((b) => Uint8Array.from(b));

/** Payloads: any bytes, bytes that contain digits, colons and commas, and lengths of two, three and four digits. */
export const payload: fc.Arbitrary<Bytes> = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ maxLength: 30 }) },
  { weight: 4, arbitrary: netstringLikeBytes(30) },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 95, maxLength: 105, size: 'max' }) },
  { weight: 1, arbitrary: fc.nat(1100).map((length) => new Uint8Array(length).fill(0x2c)) },
);

export const deviceKeys: fc.Arbitrary<DeviceKey> = bytesOf(32).map(deviceKey);

export const commands: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ kind: fc.constant('iam' as const), signature: bytesOf(64), key: deviceKeys }),
  fc.record({ kind: fc.constant('connect' as const), key: deviceKeys }),
  fc.record({ kind: fc.constant('disconnect' as const), key: deviceKeys }),
  fc.record({ kind: fc.constant('sendData' as const), key: deviceKeys, data: payload }),
);

export const events: fc.Arbitrary<RelayEvent> = fc.oneof(
  fc.record({ kind: fc.constant('who' as const), challenge: bytesOf(32) }),
  fc.record({ kind: fc.constant('authenticated' as const) }),
  fc.record({
    kind: fc.constantFrom(
      'connected' as const,
      'disconnected' as const,
      'entered' as const,
      'exited' as const,
    ),
    key: deviceKeys,
  }),
  fc.record({ kind: fc.constant('data' as const), key: deviceKeys, data: payload }),
  fc.record({
    kind: fc.constant('error' as const),
    code: fc.constantFrom('Generic' as const, 'DestNotPresent' as const),
    // Every code point, so that one character may take up to four bytes.
    message: fc.string({ unit: 'binary', maxLength: 40 }),
  }),
);

/** A netstring, written down from its definition and not by the encoder under test. */
export const netstring = (bytes: Bytes | string): Buffer => {
  const content = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
  return Buffer.concat([Buffer.from(`${content.length}:`), content, Buffer.from(',')]);
};

/** Where to cut a stream, as a list of wishes; equal ones give empty chunks. */
export const cutPoints: fc.Arbitrary<readonly number[]> = fc.array(fc.nat(), { maxLength: 12 });

/** The stream in pieces, each with memory of its own, as a socket would give them. */
export function cut(stream: Bytes, wishes: readonly number[]): Uint8Array[] {
  const points = wishes.map((wish) => wish % (stream.length + 1)).sort((a, b) => a - b);
  return [0, ...points].map((from, i) => Uint8Array.from(stream.subarray(from, points[i] ?? stream.length)));
}

export const oneByOne = (stream: Bytes): Uint8Array[] => Array.from(stream, (byte) => Uint8Array.of(byte));

/** A message with its bytes as hex, so that it does not matter which kind of array holds them. */
export const plain = (message: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(message).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    ]),
  );
