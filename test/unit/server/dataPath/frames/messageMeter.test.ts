import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { MessageMeter } from '../../../../../main/server/dataPath/frames/messageMeter';
import { frame, OPCODE } from '../../../../helpers/rawDevice';

/** Pushes the bytes in pieces of these sizes, over and over. */
function push(meter: MessageMeter, bytes: Buffer, sizes: readonly number[] = [bytes.length]): void {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? bytes.length;
    meter.push(bytes.subarray(at, at + size));
    at += size;
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 5 });
const payload = fc.oneof(fc.nat(300), fc.constantFrom(125, 126, 127, 65_535, 65_536, 70_000));

test('whole messages leave nothing, in whatever frames and pieces they come', () => {
  const message = fc.array(payload, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 4 }), sizes, (messages, pieces) => {
      const frames = messages.flatMap((parts) =>
        parts.flatMap((size, index) => [
          frame(index === 0 ? OPCODE.binary : 0, Buffer.alloc(size, 0xff), index === parts.length - 1),
          frame(OPCODE.ping, Buffer.alloc(size % 126)),
        ]),
      );
      const meter = new MessageMeter();
      push(meter, Buffer.concat(frames), pieces);
      expect(meter.held).toBe(0);
    }),
    { numRuns: 50 },
  );
});

test('of a message that is not whole all that came is held, and what was whole before it is not', () => {
  fc.assert(
    fc.property(payload, payload, sizes, (before, begun, pieces) => {
      const whole = frame(OPCODE.binary, Buffer.alloc(before));
      const part = frame(OPCODE.binary, Buffer.alloc(begun), false);
      const meter = new MessageMeter();
      push(meter, Buffer.concat([whole, part]), pieces);
      expect(meter.held).toBeGreaterThan(begun);
      push(meter, frame(0, Buffer.alloc(begun)));
      expect(meter.held).toBe(0);
    }),
    { numRuns: 50 },
  );
});

test('pings amid a message are no part of it', () => {
  const meter = new MessageMeter();
  push(meter, frame(OPCODE.binary, Buffer.alloc(10), false));
  const held = meter.held;
  push(meter, frame(OPCODE.ping, Buffer.alloc(100)));
  // But that something came in between is counted: it is kept apart.
  expect(meter.held - held).toBeLessThan(1_000);
  push(meter, frame(0, Buffer.alloc(0)));
  expect(meter.held).toBe(0);
});

test('a message that comes by the byte costs more than its bytes', () => {
  const meter = new MessageMeter();
  push(meter, frame(OPCODE.binary, Buffer.alloc(1_000)).subarray(0, -1), [1]);
  expect(meter.held).toBeGreaterThan(100_000);
});
