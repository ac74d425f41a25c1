import fc from 'fast-check';

/** The account of each device, so that it is known who sees whom. */
export const ACCOUNTS: Readonly<Record<string, string>> = {
  a: 'home',
  b: 'home',
  c: 'home',
  d: 'home',
  e: 'office',
};
export const NAMES = Object.keys(ACCOUNTS);

const names = fc.constantFrom(...NAMES);
const whom = fc.nat();
const node = fc.nat(2);
const ordinary = [
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('login' as const), name: names, node }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('connect' as const), whom, name: names }) },
  { weight: 16, arbitrary: fc.record({ kind: fc.constant('pair' as const), name: names, other: names }) },
  {
    weight: 30,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      whom,
      bytes: fc.oneof({ weight: 4, arbitrary: fc.nat(200) }, fc.constantFrom(60_000, 300_000)),
      isEarly: fc.nat(5).map((one) => one === 0),
      name: names,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('disconnect' as const), whom, name: names }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('gone' as const), whom }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('slow' as const, 'takes' as const), whom }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(20, 150, 1_000) }),
  },
  { weight: 6, arbitrary: fc.constant({ kind: 'settle' as const }) },
];
const faulty = [
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cutOff' as const), node }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'lossy' as const }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'heal' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pause' as const), node }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('resume' as const), node }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('stop' as const, 'crash' as const), node }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(4_000, 7_000, 70_000) }),
  },
];
/** Of devices alone. */
export const faultless = fc.oneof(...ordinary);
/** And of nodes, and of what is between them. */
export const faults = fc.oneof(...ordinary, ...faulty);
/** What becomes of it depends on who is there by then. */
export type Wish = typeof faults | typeof faultless extends fc.Arbitrary<infer W> ? W : never;
