import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { Bytes, Malformed } from '../../../main/protocol/netstring';
import { decodeCommand, decodeEvent, encodeCommand, encodeEvent } from '../../../main/protocol/wire';
import { commands, events, netstring, netstringLikeBytes } from '../../helpers/arbitraries';

const message = (kind: string, ...sizes: number[]) =>
  Buffer.concat([Buffer.from(kind, 'latin1'), ...sizes.map((size) => netstring(Buffer.alloc(size, 'f')))]);

/** What lies within the outer netstring, found without the decoder: behind the colon, before the last comma. */
const payloadOf = (encoded: Buffer) => encoded.subarray(encoded.indexOf(':') + 1, -1);

const refused = (error: Malformed) => ({ ok: false, error });

/**
 * Each message's fields by their size in bytes, from sections 3 and 4; undefined stands for any size. A command may have
 * a key or a signature of a wrong size, which nobody has.
 */
const COMMAND_FIELDS: Record<string, readonly (number | undefined)[]> = {
  i: [undefined, undefined],
  c: [undefined],
  x: [undefined],
  d: [undefined, undefined],
};
const EVENT_FIELDS: Record<string, readonly (number | undefined)[]> = {
  '?': [32],
  '+': [],
  c: [32],
  x: [32],
  d: [32, undefined],
  '>': [32],
  '^': [32],
  E: [undefined, undefined],
};

for (const [side, decode, kinds] of [
  ['commands', decodeCommand, COMMAND_FIELDS],
  ['events', decodeEvent, EVENT_FIELDS],
] as const) {
  test.describe(side, () => {
    test('an empty message has no kind', () => {
      expect(decode(Buffer.alloc(0))).toEqual(refused('unknown kind of message'));
    });

    test('every other byte is an unknown kind', () => {
      for (let byte = 0; byte < 256; byte++) {
        const kind = String.fromCharCode(byte);
        if (kind in kinds) continue;
        for (const sizes of [[], [32], [64, 32], [32, 2]])
          assert.deepEqual(
            decode(message(kind, ...sizes)),
            refused('unknown kind of message'),
            `kind ${byte}`,
          );
      }
    });

    for (const [kind, fields] of Object.entries(kinds)) {
      const sizes = fields.map((size) => size ?? 5);

      test(`${kind}: the right fields are read`, () => {
        expect(decode(message(kind, ...sizes)).ok).toBe(true);
      });

      test(`${kind}: one field too many`, () => {
        for (const extra of [0, 1, 32]) {
          expect(decode(message(kind, ...sizes, extra))).toEqual(refused('wrong number of fields'));
        }
      });

      test(`${kind}: one byte too many`, () => {
        for (const extra of ['0', ',', ':', 'x', '\0', '\n']) {
          const longer = Buffer.concat([message(kind, ...sizes), Buffer.from(extra)]);
          expect(decode(longer)).toEqual(refused('wrong number of fields'));
        }
      });

      test(`${kind}: too few fields`, () => {
        for (let count = 0; count < sizes.length; count++)
          expect(decode(message(kind, ...sizes.slice(0, count)))).toEqual(refused('wrong number of fields'));
      });

      test(`${kind}: cut off anywhere`, () => {
        const whole = message(kind, ...sizes);
        for (let length = 0; length < whole.length; length++)
          expect(decode(whole.subarray(0, length)).ok, `${length} bytes`).toBe(false);
      });

      for (const [at, size] of fields.entries()) {
        if (size === undefined) continue;
        test(`${kind}: field ${at + 1} of another size than ${size}`, () => {
          for (const wrong of [0, 1, size - 1, size + 1, size * 2])
            expect(decode(message(kind, ...sizes.with(at, wrong))), `${wrong} bytes`).toEqual(
              refused('field of a wrong size'),
            );
        });
      }
    }

    test('a field that is no netstring is refused for what it is', () => {
      const key = 'f'.repeat(32);
      for (const [fields, error] of [
        [`032:${key},`, 'length has a leading zero'],
        [`3a:${key},`, 'length is not a number'],
        [`:${key},`, 'length is not a number'],
        [key, 'length is not a number'],
        [`32:${key};`, 'no comma at the end'],
        [`31:${key},`, 'no comma at the end'],
        [`1000001:${key},`, 'longer than the limit'],
        // Longer than what is left: the outer netstring is all there is.
        [`33:${key},`, 'wrong number of fields'],
        [`1000000:${key},`, 'wrong number of fields'],
      ] as const)
        expect(decode(Buffer.from(`c${fields}`)), fields).toEqual(refused(error));
    });
  });
}

test('the kind is told from its case', () => {
  for (const kind of ['I', 'C', 'X', 'D']) expect(decodeCommand(message(kind, 32)).ok, kind).toBe(false);
  expect(decodeEvent(message('e', 7, 2)).ok).toBe(false);
});

test('a command is no event, and the other way round, except where they look the same', () => {
  for (const kind of ['?', '+', '>', '^', 'E'])
    expect(decodeCommand(message(kind, 32)), kind).toEqual(refused('unknown kind of message'));
  expect(decodeEvent(message('i', 64, 32))).toEqual(refused('unknown kind of message'));
});

test('a command to or of a key of another length than 32 bytes is one to nobody', () => {
  for (const size of [0, 1, 6, 31, 33, 64, 1_000]) {
    const nobody = (command: string) => ({ ok: true, value: { kind: 'misaddressed', command } });
    expect(decodeCommand(message('i', 64, size))).toEqual(nobody('iam'));
    expect(decodeCommand(message('c', size))).toEqual(nobody('connect'));
    expect(decodeCommand(message('x', size))).toEqual(nobody('disconnect'));
    expect(decodeCommand(message('d', size, 5))).toEqual(nobody('sendData'));
  }
});

test('a signature of another size is read, for it is wrong and not malformed', () => {
  for (const size of [0, 32, 63, 65])
    expect(decodeCommand(message('i', size, 32))).toMatchObject({ ok: true, value: { kind: 'iam' } });
});

test.describe('bytes of any kind', () => {
  /** Messages with a byte exchanged, inserted, doubled or missing: what random bytes would never come near. */
  const nearMisses: fc.Arbitrary<Bytes> = fc
    .tuple(
      fc.oneof(commands.map(encodeCommand), events.map(encodeEvent)),
      fc.nat(),
      fc.integer({ min: 0, max: 2 }),
      fc.oneof(fc.uint8Array({ maxLength: 2 }), netstringLikeBytes(2)),
    )
    .map(([encoded, wish, dropped, inserted]) => {
      const payload = payloadOf(encoded);
      const at = wish % (payload.length + 1);
      return Buffer.concat([payload.subarray(0, at), inserted, payload.subarray(at + dropped)]);
    });
  const noise = fc
    .tuple(fc.constantFrom(...'icxd?+>^E\0'), netstringLikeBytes(60))
    .map(([kind, rest]) => Buffer.concat([Buffer.from(kind), rest]));
  const anything = fc.oneof(nearMisses, noise, fc.uint8Array({ maxLength: 120 }));

  test('a message is a value or a reason, never an exception', () => {
    fc.assert(
      fc.property(anything, (payload) => {
        for (const found of [decodeCommand(payload), decodeEvent(payload)])
          assert.ok(found.ok ? typeof found.value.kind === 'string' : typeof found.error === 'string');
      }),
      { numRuns: 3000 },
    );
  });

  test('there is one way only to write a command: what is read is what would be written', () => {
    fc.assert(
      fc.property(anything, (payload) => {
        const found = decodeCommand(payload);
        if (found.ok && found.value.kind !== 'misaddressed')
          assert.ok(encodeCommand(found.value).equals(netstring(payload)));
      }),
      { numRuns: 3000 },
    );
  });

  test('and so for events, but for an error’s texts', () => {
    fc.assert(
      fc.property(anything, (payload) => {
        const found = decodeEvent(payload);
        if (found.ok && found.value.kind !== 'error')
          assert.ok(encodeEvent(found.value).equals(netstring(payload)));
      }),
      { numRuns: 3000 },
    );
  });

  test('reading changes nothing in the bytes', () => {
    fc.assert(
      fc.property(anything, (payload) => {
        const before = Buffer.from(payload).toString('hex');
        decodeCommand(payload);
        decodeEvent(payload);
        assert.equal(Buffer.from(payload).toString('hex'), before);
      }),
    );
  });
});
