import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { deviceKey } from '../../../../../main/protocol/deviceKey';
import {
  adderOf,
  framesOf,
  type PendingFrames,
} from '../../../../../main/server/dataPath/sending/pendingFrames';
import { Roster } from '../../../../../main/server/dataPath/sending/roster';
import { message } from '../../../../helpers/rawWire';

const raw = (n: number) => Buffer.alloc(32, n + 1);
const key = (n: number) => deviceKey(raw(n));

/** An Entered in a server's frame. */
const entered = (n: number): Buffer => {
  const payload = message('>', raw(n));
  return Buffer.concat([Buffer.from([0x82, payload.length]), payload]);
};

test('a roster tells of all who are there, and nobody else, whoever came and went before', () => {
  const step = fc.record({ who: fc.nat(12), kind: fc.constantFrom('enter', 'enter', 'exit', 'look') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const roster = new Roster();
      const there = new Set<number>();
      /** What somebody was given, which may be on its way for long. */
      const given: { bytes: Buffer; copy: Buffer }[] = [];
      for (const { who, kind } of steps) {
        if (kind === 'enter' && !there.has(who)) {
          there.add(who);
          assert.ok(roster.add(key(who)).equals(entered(who)));
        }
        if (kind === 'exit' && there.delete(who)) roster.delete(key(who));
        if (kind === 'look') {
          const bytes = roster.frames();
          given.push({ bytes, copy: Buffer.from(bytes) });
        }
        assert.ok(roster.frames().equals(Buffer.concat([...there].map(entered))));
        assert.equal(roster.size, there.size);
      }
      for (const { bytes, copy } of given) assert.ok(bytes.equals(copy));
    }),
  );
});

test('each gets the frames that were added for it, in order, though they share what is equal', () => {
  const round = fc.record({ text: fc.string({ minLength: 1, maxLength: 4 }), mask: fc.nat(31) });
  fc.assert(
    fc.property(fc.array(fc.oneof(round, fc.nat(4)), { maxLength: 40 }), (steps) => {
      const pending: (PendingFrames | undefined)[] = Array.from({ length: 5 }, () => undefined);
      const expected = pending.map(() => '');
      for (const step of steps) {
        if (typeof step === 'number') {
          // Somebody is sent what there is.
          const one = pending[step];
          assert.equal(one ? framesOf(one).toString() : '', expected[step]);
          pending[step] = undefined;
          expected[step] = '';
          continue;
        }
        const add = adderOf(Buffer.from(step.text));
        for (let i = 0; i < 5; i++) {
          if ((step.mask & (1 << i)) === 0) continue;
          pending[i] = add(pending[i]);
          expected[i] += step.text;
        }
      }
      for (const [i, one] of pending.entries())
        assert.equal(one ? framesOf(one).toString() : '', expected[i]);
    }),
  );
  const add = adderOf(Buffer.from('x'));
  expect(add(undefined)).toBe(add(undefined));
});
