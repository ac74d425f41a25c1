import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { deviceKey } from '../../../main/protocol/deviceKey';
import type { Command, RelayEvent } from '../../../main/protocol/messages';
import { type Bytes, NetstringDecoder } from '../../../main/protocol/netstring';
import {
  decodeCommand,
  decodeEvent,
  encodeCommand,
  encodeEvent,
  MAX_DATA_BYTES,
} from '../../../main/protocol/wire';
import { commands, events, netstring, plain } from '../../helpers/arbitraries';

// 32 and 64 bytes that can be read in a fixture.
const K = 'KkKkKkKkKkKkKkKkKkKkKkKkKkKkKkKk';
const C = 'challenge-of-thirty-two-bytes-ok';
const S = 'a-signature-has-sixty-four-bytes-and-this-one-has-exactly-so-ma.';
const key = deviceKey(Buffer.from(K));
const bytes = (text: string) => Buffer.from(text, 'latin1');

/** Written by hand from sections 2 to 4 of the protocol: never let the encoder make these. */
const COMMANDS: readonly [name: string, command: Command, onTheWire: string][] = [
  ['Iam', { kind: 'iam', signature: bytes(S), key }, `105:i64:${S},32:${K},,`],
  ['Connect', { kind: 'connect', key }, `37:c32:${K},,`],
  ['Disconnect', { kind: 'disconnect', key }, `37:x32:${K},,`],
  ['SendData', { kind: 'sendData', key, data: bytes('hi') }, `42:d32:${K},2:hi,,`],
  ['SendData of nothing', { kind: 'sendData', key, data: bytes('') }, `40:d32:${K},0:,,`],
  [
    'SendData of bytes beyond ASCII',
    { kind: 'sendData', key, data: bytes('\x00\xff\x80,:\n\xc3') },
    `47:d32:${K},7:\x00\xff\x80,:\n\xc3,,`,
  ],
];

const EVENTS: readonly [name: string, event: RelayEvent, onTheWire: string][] = [
  ['Who', { kind: 'who', challenge: bytes(C) }, `37:?32:${C},,`],
  ['Authenticated', { kind: 'authenticated' }, '1:+,'],
  ['Connected', { kind: 'connected', key }, `37:c32:${K},,`],
  ['Disconnected', { kind: 'disconnected', key }, `37:x32:${K},,`],
  ['Data', { kind: 'data', key, data: bytes('hi') }, `42:d32:${K},2:hi,,`],
  [
    'Data of bytes beyond ASCII',
    { kind: 'data', key, data: bytes('\xfe,\x00') },
    `43:d32:${K},3:\xfe,\x00,,`,
  ],
  ['Entered', { kind: 'entered', key }, `37:>32:${K},,`],
  ['Exited', { kind: 'exited', key }, `37:^32:${K},,`],
  [
    'ErrorEvent',
    { kind: 'error', code: 'Generic', message: 'No such connection' },
    '33:E7:Generic,18:No such connection,,',
  ],
  [
    'ErrorEvent of the other code',
    { kind: 'error', code: 'DestNotPresent', message: 'no' },
    '24:E14:DestNotPresent,2:no,,',
  ],
  [
    'ErrorEvent with a message beyond ASCII (its length counts bytes)',
    { kind: 'error', code: 'Generic', message: 'é' },
    '16:E7:Generic,2:\xc3\xa9,,',
  ],
];

/** The payload of the one netstring that `message` has to be. */
function payloadOf(message: Bytes): Bytes {
  const { payloads, malformed } = new NetstringDecoder().push(message);
  assert.equal(malformed, undefined);
  assert.equal(payloads.length, 1);
  return payloads[0] ?? Buffer.alloc(0);
}

const readCommand = (payload: Bytes) => {
  const command = decodeCommand(payload);
  assert.ok(command.ok, JSON.stringify(command));
  return plain(command.value);
};

const readEvent = (payload: Bytes) => {
  const event = decodeEvent(payload);
  assert.ok(event.ok, JSON.stringify(event));
  return plain(event.value);
};

test.describe('exact bytes', () => {
  for (const [name, command, onTheWire] of COMMANDS) {
    test(`command ${name}`, () => {
      expect(encodeCommand(command).toString('latin1')).toBe(onTheWire);
      expect(readCommand(payloadOf(bytes(onTheWire)))).toEqual(plain(command));
    });
  }

  for (const [name, event, onTheWire] of EVENTS) {
    test(`event ${name}`, () => {
      expect(encodeEvent(event).toString('latin1')).toBe(onTheWire);
      expect(readEvent(payloadOf(bytes(onTheWire)))).toEqual(plain(event));
    });
  }

  test('a key travels as its raw bytes, whatever they are', () => {
    const raw = Buffer.from(Array.from({ length: 32 }, (_, i) => 255 - i * 8));
    const expected = Buffer.concat([bytes('37:c32:'), raw, bytes(',,')]);
    expect(encodeCommand({ kind: 'connect', key: deviceKey(raw) }).equals(expected)).toBe(true);
    expect(encodeEvent({ kind: 'connected', key: deviceKey(raw) }).equals(expected)).toBe(true);
  });

  test('an error code of another version is understood as a failure', () => {
    expect(readEvent(bytes('E7:NoIdea1,4:what,'))).toEqual({
      kind: 'error',
      code: 'Generic',
      message: 'what',
    });
    expect(readEvent(bytes('E0:,0:,'))).toEqual({ kind: 'error', code: 'Generic', message: '' });
  });
});

test.describe('round trips', () => {
  test('every command comes back as it was', () => {
    fc.assert(
      fc.property(commands, (command) => {
        assert.deepEqual(readCommand(payloadOf(encodeCommand(command))), plain(command));
      }),
      { numRuns: 500 },
    );
  });

  test('every event comes back as it was', () => {
    fc.assert(
      fc.property(events, (event) => {
        assert.deepEqual(readEvent(payloadOf(encodeEvent(event))), plain(event));
      }),
      { numRuns: 500 },
    );
  });

  test('a message is read where it lies, amid other bytes', () => {
    fc.assert(
      fc.property(commands, events, fc.nat(40), fc.nat(40), (command, event, before, after) => {
        const amid = (payload: Bytes) =>
          Buffer.concat([Buffer.alloc(before, '7'), payload, Buffer.alloc(after, ',')]).subarray(
            before,
            before + payload.length,
          );
        assert.deepEqual(readCommand(amid(payloadOf(encodeCommand(command)))), plain(command));
        assert.deepEqual(readEvent(amid(payloadOf(encodeEvent(event)))), plain(event));
      }),
    );
  });
});

test.describe('the largest message', () => {
  const size = 999_955; // 1,000,000 less the kind (1), the key (3 + 32 + 1) and the data's header and comma (8).

  test('MAX_DATA_BYTES fits exactly', () => {
    expect(MAX_DATA_BYTES).toBe(size);
    const data = Buffer.alloc(size, 'z');
    const message = encodeCommand({ kind: 'sendData', key, data });
    expect(message.toString('latin1', 0, 8)).toBe('1000000:');
    const { payloads, malformed } = new NetstringDecoder().push(message);
    expect(malformed).toBeUndefined();
    const command = decodeCommand(payloads[0] ?? Buffer.alloc(0));
    expect(command.ok && command.value.kind === 'sendData' && data.equals(command.value.data)).toBe(true);
  });

  test('one byte more does not', () => {
    const message = encodeCommand({ kind: 'sendData', key, data: Buffer.alloc(size + 1) });
    expect(new NetstringDecoder().push(message)).toEqual({
      payloads: [],
      malformed: 'longer than the limit',
    });
  });

  test('what a device may send the other one may get', () => {
    const data = Buffer.alloc(size);
    expect(encodeEvent({ kind: 'data', key, data })).toHaveLength(
      encodeCommand({ kind: 'sendData', key, data }).length,
    );
  });

  test('its own bytes are a netstring as defined', () => {
    fc.assert(
      fc.property(commands, (command) => {
        const message = encodeCommand(command);
        assert.ok(message.equals(netstring(payloadOf(message))));
      }),
    );
  });
});
