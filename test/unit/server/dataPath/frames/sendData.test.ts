import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { deviceKey } from '../../../../../main/protocol/deviceKey';
import { NetstringDecoder } from '../../../../../main/protocol/netstring';
import { decodeCommand } from '../../../../../main/protocol/wire';
import {
  isNetstringEnd,
  MAX_MESSAGE_BYTES,
  SendDataHead,
} from '../../../../../main/server/dataPath/frames/sendData';
import { LARGEST_DATA, message, netstring } from '../../../../helpers/rawWire';

// What the fast way takes for a SendData has to be one for those who read messages in full, and the same one.

/** The one SendData that `bytes` are, as the decoders have it. */
function decoded(bytes: Uint8Array) {
  const { payloads, malformed } = new NetstringDecoder().push(bytes);
  const [payload] = payloads;
  if (malformed || !payload || payloads.length !== 1) return undefined;
  const command = decodeCommand(payload);
  return command.ok && command.value.kind === 'sendData' ? command.value : undefined;
}

function recognised(bytes: Uint8Array, at = 0) {
  const head = new SendDataHead();
  const total = bytes.length - at;
  if (!isNetstringEnd(bytes.at(-2), bytes.at(-1)) || !head.read(bytes, at, total)) return undefined;
  const keyAt = at + head.keyAt;
  return { key: deviceKey(bytes.subarray(keyAt, keyAt + 32)), dataBytes: head.dataBytes };
}

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const data = fc.oneof(
  fc.uint8Array({ maxLength: 120 }),
  fc
    .constantFrom(0, 9, 10, 54, 55, 99, 100, 954, 955, 9_999, 10_000, 99_999, LARGEST_DATA)
    .map((size) => new Uint8Array(size)),
);

test('every SendData is recognised, wherever it lies', () => {
  fc.assert(
    fc.property(key, data, fc.nat(9), (to, content, at) => {
      const bytes = Buffer.concat([Buffer.alloc(at, '9'), message('d', to, content)]);
      expect(recognised(bytes, at)).toEqual({ key: deviceKey(to), dataBytes: content.length });
    }),
  );
});

test('nothing else is, but what the decoders take for the same', () => {
  const mutated = fc.tuple(
    key,
    fc.uint8Array({ maxLength: 120 }),
    fc.array(fc.tuple(fc.nat(170), fc.nat(255)), { maxLength: 3 }),
  );
  const other = fc.oneof(
    mutated.map(([to, content, changes]) => {
      const bytes = message('d', to, content);
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      return bytes;
    }),
    // Another number of fields, keys of other lengths, other kinds, several at once.
    fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 4 }).map((fields) => message('d', ...fields)),
    fc.tuple(fc.constantFrom('c', 'x', 'i', 'D'), key, key).map(([kind, a, b]) => message(kind, a, b)),
    fc.tuple(key, key).map(([a, b]) => Buffer.concat([message('d', a, 'x'), message('d', b, 'y')])),
    fc.uint8Array({ maxLength: 100 }).map((bytes) => netstring(bytes)),
    fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
  );
  let found = 0;
  fc.assert(
    fc.property(other, (bytes) => {
      const one = recognised(bytes);
      if (!one) return;
      found += 1;
      const command = decoded(bytes);
      expect(command && { key: command.key, dataBytes: command.data.length }).toEqual(one);
    }),
    { numRuns: 3_000 },
  );
  expect(found).toBeGreaterThan(0);
});

test('a length that is written with a leading zero, and one byte too many, are for others to judge', () => {
  const bytes = message('d', Buffer.alloc(32, 'k'), 'hello');
  expect(recognised(bytes)).toBeDefined();
  expect(recognised(Buffer.concat([Buffer.from('0'), bytes]))).toBeUndefined();
  expect(recognised(message('d', Buffer.alloc(32, 'k'), Buffer.alloc(LARGEST_DATA + 1)))).toBeUndefined();
  expect(message('d', Buffer.alloc(32, 'k'), Buffer.alloc(LARGEST_DATA)).length).toBe(MAX_MESSAGE_BYTES);
});
