import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { Yielded } from '../../../../../main/server/dataPath/frames/socketStream';
import { TurnReader } from '../../../../../main/server/dataPath/frames/turnReader';
import { Turns } from '../../../../../main/server/dataPath/frames/turns';

// A reader whose messages are 32 bytes each, of which what it has dealt with can be told byte by byte.
const MESSAGE_BYTES = 32;

/** Devices whose turns come when they are called. */
function createStage() {
  let time = 0;
  const turns = new Turns(() => time);
  const waiting: (() => void)[] = [];
  function device() {
    const dealt: number[] = [];
    /** What is written while it deals with something leaves together. */
    let corked = 0;
    let yielding: Yielded | undefined;
    const input = {
      cork: () => (corked += 1),
      uncork: () => (corked -= 1),
      yieldTurn(yielded: Yielded) {
        if (yielding) return;
        yielding = yielded;
        waiting.push(() => {
          yielding = undefined;
          yielded.goOn();
        });
      },
    };
    const frames = {
      read(chunk: Buffer, from = 0, messages = Number.POSITIVE_INFINITY) {
        assert.equal(corked, 1);
        const end = Math.min(from + messages * MESSAGE_BYTES, chunk.length);
        dealt.push(...chunk.subarray(from, end));
        return end;
      },
    };
    let calls = 0;
    const reader = new TurnReader(input, frames, turns, () => {
      assert.equal(corked, 0);
      calls += 1;
    });
    return {
      ...{ reader, dealt },
      isYielding: () => yielding !== undefined,
      calls: () => calls,
    };
  }
  return {
    device,
    passTime: (ms: number) => (time += ms),
    /** One more turn for all who wait for theirs; false when nobody does. */
    turn: () => {
      const those = waiting.splice(0);
      for (const next of those) next();
      return those.length > 0;
    },
  };
}

const LONG = Buffer.alloc(20_000, 1);
const SHORT = Buffer.from([2]);

/** One that has just sent much, beside one that says little. */
function besideQuiet() {
  const stage = createStage();
  const [quiet, loud] = [stage.device(), stage.device()];
  quiet.reader.read(SHORT);
  loud.reader.read(LONG);
  return { stage, loud };
}

test('who is alone has all that was read in one turn', () => {
  const { reader, dealt, isYielding } = createStage().device();
  reader.read(LONG);
  expect(dealt.length).toBe(LONG.length);
  expect(isYielding()).toBe(false);
});

test('beside one that says little, turns are short, and nothing is lost', () => {
  const { stage, loud } = besideQuiet();
  expect(loud.dealt.length).toBe(128 * MESSAGE_BYTES);
  expect(loud.isYielding()).toBe(true);
  while (stage.turn());
  expect(Buffer.from(loud.dealt).equals(LONG)).toBe(true);
  expect(loud.calls()).toBe(Math.ceil(LONG.length / (128 * MESSAGE_BYTES)));
});

test('when that one has been silent for a while, they are long again', () => {
  const { stage, loud } = besideQuiet();
  stage.passTime(5);
  stage.turn();
  expect(loud.dealt.length).toBe(LONG.length);
});

test('after as much as is read at once, others have their turn', () => {
  const stage = createStage();
  const { reader, isYielding } = stage.device();
  reader.read(Buffer.alloc(40_000));
  expect(isYielding()).toBe(false);
  reader.read(Buffer.alloc(40_000));
  expect(isYielding()).toBe(true);
  stage.turn();
  reader.read(Buffer.alloc(40_000));
  expect(isYielding()).toBe(false);
});

test('at the end of the connection all that came is dealt with at once, and once', () => {
  const { stage, loud } = besideQuiet();
  loud.reader.finish();
  expect(loud.dealt.length).toBe(LONG.length);
  loud.reader.finish();
  while (stage.turn());
  expect(loud.dealt.length).toBe(LONG.length);
});

test('whatever comes, whoever else speaks, and whenever turns come: all is dealt with, in order', () => {
  const acts = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('read' as const), bytes: fc.integer({ min: 1, max: 12_000 }) }),
      fc.record({ kind: fc.constantFrom('short' as const, 'turn' as const, 'time' as const) }),
    ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(acts, fc.boolean(), (history, ends) => {
      const stage = createStage();
      const [quiet, loud] = [stage.device(), stage.device()];
      const sent: number[] = [];
      for (const act of history) {
        if (act.kind === 'read') {
          const chunk = Buffer.from(Array.from({ length: act.bytes }, (_, i) => (sent.length + i) & 255));
          sent.push(...chunk);
          loud.reader.read(chunk);
        } else if (act.kind === 'short') quiet.reader.read(SHORT);
        else if (act.kind === 'turn') stage.turn();
        else stage.passTime(2);
      }
      if (ends) loud.reader.finish();
      else while (stage.turn());
      assert.ok(Buffer.from(loud.dealt).equals(Buffer.from(sent)));
    }),
    { numRuns: 100 },
  );
});
