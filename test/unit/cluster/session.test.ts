import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { Envelope } from '../../../main/cluster/envelope';
import type { NodeId } from '../../../main/cluster/nodeId';
import { createSession, type Session } from '../../../main/cluster/session';
import { Random } from '../../helpers/random';

// Two sides, each with a line to the other that keeps the order and may lose: whatever is lost, what counts has come whole
// and in order, or both sides hear that it has not.

interface Message {
  readonly envelope: Envelope;
  /** What it says: the sender's time up, and which of the messages of that time it is. */
  readonly says: { readonly life: number; readonly index: number } | undefined;
}

class Side {
  session: Session;
  readonly line: Message[] = [];
  /** How often it came up; what was said since, and what came since. */
  life = 0;
  said = 0;
  /** The other side's life that is heard of in this one's, and how many messages of it. */
  hears: number | undefined;
  heard = 0;

  constructor(
    readonly own: NodeId,
    readonly other: NodeId,
    private readonly random: Random,
  ) {
    this.session = this.start();
  }

  start(): Session {
    return createSession(this.own, this.other, 0, () => this.random.int(2 ** 32 - 1) + 1);
  }

  /** Another one in its place, which knows nothing. */
  restart(): void {
    this.session = this.start();
    this.fell();
  }

  greet(): void {
    this.line.push({ envelope: this.session.greeting(), says: undefined });
  }

  say(): void {
    if (!this.session.isUp) return;
    const says = { life: this.life, index: this.said++ };
    this.line.push({ envelope: this.session.next('control'), says });
  }

  fell(): void {
    this.hears = undefined;
    this.heard = 0;
    this.said = 0;
  }

  take({ envelope, says }: Message): void {
    const { became, isNext, greet } = this.session.heard(envelope, 0);
    if (became === 'down') this.fell();
    if (greet) this.greet();
    if (became === 'up') {
      this.fell();
      this.life += 1;
    }
    if (!isNext) return;
    if (!says) throw new Error('a greeting is no message');
    this.hears ??= says.life;
    const expected = { life: this.hears, index: this.heard++ };
    assert.deepEqual(says, expected, 'whole, in order, and of one life of the other side');
  }
}

const ACTS = [
  'say',
  'say',
  'say',
  'move',
  'move',
  'move',
  'move',
  'lose',
  'greet',
  'twice',
  'reset',
  'restart',
] as const;

function play(seed: number, acts: readonly (typeof ACTS)[number][]): [Side, Side] {
  const random = new Random(seed);
  const [a, b] = ['a', 'b'].map((id) => id as NodeId);
  if (a === undefined || b === undefined) throw new Error('two');
  const sides = [new Side(a, b, random), new Side(b, a, random)] as const;
  for (const act of acts) {
    const from = random.pick(sides);
    const to = from === sides[0] ? sides[1] : sides[0];
    if (act === 'say' || act === 'greet' || act === 'restart') from[act]();
    else if (act === 'lose') from.line.shift();
    else if (act === 'reset') {
      if (from.session.reset()) from.fell();
    } else if (act === 'twice') {
      // A hello may be said again at any time.
      const greeting = from.session.isUp ? undefined : from.session.greeting();
      for (let i = 0; greeting && i < 2; i++) from.line.push({ envelope: greeting, says: undefined });
    } else {
      const message = from.line.shift();
      if (message) to.take(message);
    }
  }
  return [sides[0], sides[1]];
}

/** From now on nothing is lost; each greets once in a while. Gives how much was moved. */
function settle(sides: readonly [Side, Side], rounds: number): number {
  let moved = 0;
  for (let round = 0; round < rounds; round++) {
    for (const side of sides) side.greet();
    while (sides.some(({ line }) => line.length > 0)) {
      for (const [from, to] of [sides, [sides[1], sides[0]]] as const) {
        const message = from.line.shift();
        if (message) to.take(message);
        moved += 1;
      }
      if (moved > 10_000) throw new Error('they do not come to rest');
    }
  }
  return moved;
}

test('whatever is lost: what counts is whole and in order, and when nothing is lost any more both are up', () => {
  let ups = 0;
  fc.assert(
    fc.property(
      fc.nat(),
      fc.array(fc.constantFrom(...ACTS), { maxLength: 300, size: 'max' }),
      (seed, acts) => {
        const sides = play(seed, acts);
        settle(sides, 3);
        const [a, b] = sides;
        assert.deepEqual([a.session.isUp, b.session.isUp], [true, true]);
        ups += a.life + b.life;
        // What is said now comes.
        const before = [a.heard, b.heard];
        for (const side of sides) side.say();
        settle(sides, 1);
        assert.deepEqual(
          [a.heard, b.heard],
          before.map((count) => count + 1),
        );
        assert.deepEqual([a.session.isUp, b.session.isUp], [true, true]);
        // All that was said since both came up has come, and nothing else.
        assert.deepEqual([a.heard, b.heard], [b.said, a.said]);
        assert.deepEqual([a.hears, b.hears], [b.life, a.life]);
      },
    ),
    { numRuns: 150 },
  );
  expect(ups).toBeGreaterThan(300);
});

test('a line without faults brings both up once, and they stay so', () => {
  const sides = play(1, []);
  settle(sides, 1);
  for (let i = 0; i < 100; i++) {
    for (const side of sides) side.say();
    settle(sides, 1);
  }
  expect(sides.map(({ life, heard }) => ({ life, heard }))).toEqual([
    { life: 1, heard: 100 },
    { life: 1, heard: 100 },
  ]);
});

test('the last message that is lost is missed, though none follows it', () => {
  const [a, b] = play(1, []);
  settle([a, b], 1);
  a.say();
  a.line.shift();
  const { life } = b;
  settle([a, b], 1);
  expect([a.life, b.life]).toEqual([2, life + 1]);
});

test('silence is counted from what was heard last, and may be excused', () => {
  const [a, b] = play(1, []);
  settle([a, b], 1);
  expect(a.session.silence(4_000)).toBe(4_000);
  a.session.excuse(3_000);
  expect(a.session.silence(4_000)).toBe(1_000);
  a.session.excuse(2_000);
  expect(a.session.silence(4_000)).toBe(1_000);
  a.session.heard(b.session.greeting(), 4_000);
  expect(a.session.silence(4_000)).toBe(0);
});
