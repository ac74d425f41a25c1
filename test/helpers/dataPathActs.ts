import fc from 'fast-check';

/** Something that a device does. `cuts`: bytes after which what is written is cut, again and again in this order. */
export type Act =
  | { readonly kind: 'links' }
  | {
      readonly kind: 'connect' | 'disconnect';
      readonly from: number;
      readonly to: number;
      readonly cuts: Cuts;
    }
  | {
      readonly kind: 'data' | 'long head' | 'fragments' | 'half a command' | 'while it does not read';
      readonly from: number;
      readonly to: number;
      readonly size: number;
      readonly cuts: Cuts;
    }
  | {
      readonly kind: 'several';
      readonly from: number;
      readonly sizes: readonly number[];
      readonly cuts: Cuts;
    }
  | { readonly kind: 'run'; readonly from: number; readonly sizes: readonly number[]; readonly cuts: Cuts }
  | {
      /** More messages at once than one is given time for while somebody else is there. */
      readonly kind: 'burst';
      readonly from: number;
      readonly sizes: readonly number[];
      readonly count: number;
      /** Every so many there is one for ws. */
      readonly pingEvery: number;
      readonly closes: boolean;
    }
  | { readonly kind: 'ping' | 'empty' | 'text' | 'reserved' | 'close' | 'cut off'; readonly from: number }
  | {
      readonly kind: 'wrong';
      readonly from: number;
      readonly to: number;
      readonly at: number;
      readonly byte: number;
    };

export type Cuts = readonly number[];

const who = fc.nat(2);
const cuts: fc.Arbitrary<Cuts> = fc.oneof(
  fc.constant([]),
  fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 4 }),
  fc.constant([65_536]),
  fc.constant([1]),
);
const smallSize = fc.oneof(fc.nat(300), fc.constantFrom(0, 1, 77, 78, 79, 80, 81, 125, 126));
const size = fc.oneof(
  { arbitrary: smallSize, weight: 4 },
  fc.constantFrom(65_480, 65_488, 65_489, 65_536, 100_000, 300_000),
);

export const acts: fc.Arbitrary<Act> = fc.oneof(
  { arbitrary: fc.constant({ kind: 'links' } as const), weight: 3 },
  {
    arbitrary: fc.record({ kind: fc.constantFrom('connect', 'disconnect'), from: who, to: who, cuts }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'data',
        'data',
        'long head',
        'fragments',
        'half a command',
        'while it does not read',
      ),
      from: who,
      to: who,
      size,
      cuts,
    }),
    weight: 10,
  },
  {
    arbitrary: fc.record({
      kind: fc.constantFrom('several', 'run'),
      from: who,
      sizes: fc.array(smallSize, { maxLength: 12 }),
      cuts,
    }),
    weight: 5,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('burst'),
      from: who,
      sizes: fc.array(fc.nat(40), { minLength: 1, maxLength: 5 }),
      count: fc.integer({ min: 100, max: 600 }),
      pingEvery: fc.constantFrom(7, 150, 1_000),
      closes: fc.oneof({ arbitrary: fc.constant(false), weight: 4 }, fc.constant(true)),
    }),
    weight: 2,
  },
  { arbitrary: fc.record({ kind: fc.constantFrom('ping', 'empty'), from: who }), weight: 2 },
  fc.record({ kind: fc.constantFrom('text', 'reserved', 'close', 'cut off'), from: who }),
  fc.record({ kind: fc.constant('wrong'), from: who, to: who, at: fc.nat(60), byte: fc.nat(255) }),
) as fc.Arbitrary<Act>;
