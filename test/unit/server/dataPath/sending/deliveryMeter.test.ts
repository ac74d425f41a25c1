import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { DeliveryMeter } from '../../../../../main/server/dataPath/sending/deliveryMeter';

const KIB = 1024;

/** A receiver that takes so many bytes a millisecond, in order, and answers what it is asked when it has read that far. */
function receiver(rate: number) {
  const delivery = new DeliveryMeter();
  let time = 0;
  let free = 0;
  const answers: { at: number; payload: Uint8Array }[] = [];
  const pass = (ms: number) => {
    const end = time + ms;
    for (let next = answers[0]; next && next.at <= end; next = answers[0]) {
      time = Math.max(time, next.at);
      delivery.answered(next.payload, time);
      answers.shift();
    }
    time = end;
  };
  return {
    delivery,
    pass,
    now: () => time,
    send(bytes: number) {
      free = Math.max(free, time) + bytes / rate;
      const payload = delivery.send(bytes, () => time);
      if (payload) answers.push({ at: free + 1, payload });
    },
  };
}

test('what is small is not asked for, and what is not answered is asked once', () => {
  const delivery = new DeliveryMeter();
  expect(delivery.send(100, () => 0)).toBeUndefined();
  expect(delivery.send(10 * KIB, () => 0)).toHaveLength(4);
  for (let i = 0; i < 100; i++) expect(delivery.send(100 * KIB, () => i)).toBeUndefined();
  expect([delivery.answers, delivery.waiting]).toEqual([false, 0]);
});

test('one that answers nothing is waited for a quarter of a second, and then as if it were not asked', () => {
  const delivery = new DeliveryMeter();
  delivery.send(10 * KIB, () => 1_000);
  expect(delivery.isBehind(() => 1_000)).toBe(false);
  delivery.send(100 * KIB, () => 1_000);
  expect(delivery.isBehind(() => 1_249)).toBe(true);
  expect(delivery.isBehind(() => 1_250)).toBe(false);
});

test('other pongs, and those that come twice, tell nothing', () => {
  const delivery = new DeliveryMeter();
  const payload = delivery.send(10 * KIB, () => 0) ?? new Uint8Array();
  for (const other of [new Uint8Array(), Buffer.from('abcd'), Buffer.alloc(125)])
    expect(delivery.answered(other, 1)).toBe(false);
  expect(delivery.answered(payload, 100)).toBe(true);
  expect(delivery.answered(payload, 101)).toBe(false);
});

test('whatever it is sent, a receiver that answers gets no more than it takes in seconds, and takes all', () => {
  const rate = fc.constantFrom(1, 3, 8, 100, 10_000, 400_000);
  fc.assert(
    fc.property(rate, fc.integer({ min: 1, max: 64 * KIB }), (perMs, bytes) => {
      const { delivery, pass, send, now } = receiver(perMs);
      let sent = 0;
      for (let i = 0; i < 400; i++) {
        if (delivery.isBehind(now)) pass(50);
        else {
          send(bytes);
          sent += bytes;
        }
        if (delivery.answers && sent > 1024 * KIB) {
          const allowed = Math.max(4 * KIB, perMs * 3_000) + bytes + 1024 * KIB;
          // Tens of thousands of times: `expect` would take longer than all the rest.
          if (delivery.waiting > allowed) throw new Error(`${delivery.waiting} wait, and ${allowed} may`);
        }
      }
      pass(sent / perMs + 10);
      if (delivery.answers) expect(delivery.waiting).toBe(0);
    }),
    { numRuns: 60 },
  );
});
