import fc from 'fast-check';
import { CODES_KEPT, newCode, type SecretDigest, secretDigest } from '../../main/accounts/registration/code';
import type { UserId } from '../../main/accounts/user';
import type { ImportingStore } from '../../main/store/openStore';
import { addUser, expect, test } from '../helpers/storeFixture';

// Codes in a real file, beside a list that says what has to be there.

interface Known {
  readonly user: UserId;
  readonly kind: 'verification' | 'reset';
  readonly digest: SecretDigest;
  readonly expires: number;
}

const who = fc.nat(1);
const kind = fc.constantFrom('verification', 'reset');
const act = fc.oneof(
  fc.record({
    what: fc.constant('add'),
    who,
    kind,
    ms: fc.integer({ min: 1, max: 100 }),
    nth: fc.constant(0),
  }),
  fc.record({ what: fc.constant('pass'), who, kind, ms: fc.nat(40), nth: fc.constant(0) }),
  // One of those that were ever made, good or not, and whosever.
  fc.record({
    what: fc.constantFrom('redeem', 'newPassword'),
    who,
    kind,
    ms: fc.constant(0),
    nth: fc.nat(30),
  }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

class Model {
  time = 1_000_000;
  good: Known[] = [];

  of(user: UserId, wanted: Known['kind']): SecretDigest[] {
    return this.good
      .filter((code) => code.user === user && code.kind === wanted && code.expires > this.time)
      .map((code) => code.digest);
  }

  /** Only so many stay, those that have expired meanwhile apart: they went before. */
  add(code: Known): void {
    this.good = this.good.filter((one) => one.expires > this.time);
    this.good.unshift(code);
    const alike = this.good.filter((one) => one.user === code.user && one.kind === code.kind);
    const gone = new Set(alike.slice(CODES_KEPT));
    this.good = this.good.filter((one) => !gone.has(one));
  }

  void(user: UserId, wanted: Known['kind']): void {
    this.good = this.good.filter((one) => one.user !== user || one.kind !== wanted);
  }
}

/** Does it to both; what the store said to it, and what it should have. */
async function step(store: ImportingStore, model: Model, made: Known[], users: readonly UserId[], one: Act) {
  const user = users[one.who] ?? (0 as UserId);
  const { kind: wanted } = one;
  if (one.what === 'pass') model.time += one.ms;
  if (one.what === 'add') {
    const code = { user, kind: wanted, digest: secretDigest(newCode()), expires: model.time + one.ms };
    made.push(code);
    model.add(code);
    return [await store.codes.add(code), true];
  }
  if (one.what === 'newPassword') {
    model.void(user, 'reset');
    return [await store.users.setPassword(user, 'hash', 'new'), true];
  }
  const code = made[one.nth];
  if (one.what !== 'redeem' || !code) return [true, true];
  if (wanted === 'verification') {
    const isGood = model.of(user, 'verification').includes(code.digest);
    if (isGood) model.void(user, 'verification');
    return [await store.codes.redeemVerification(user, code.digest), isGood];
  }
  const owner = users.find((id) => model.of(id, 'reset').includes(code.digest));
  const told = await store.codes.ownerOfReset(code.digest);
  if (owner !== undefined) model.void(owner, 'reset');
  return [
    [told, await store.codes.redeemReset(code.digest, 'hash')],
    [owner, owner],
  ];
}

test('over any history, exactly those are good that should be', async ({ open }) => {
  test.setTimeout(120_000);
  let model = new Model();
  const store = await open({ now: () => model.time });
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40, size: 'max' }), async (acts) => {
      model = new Model();
      runs += 1;
      const users = [await addUser(store, `a${runs}`), await addUser(store, `b${runs}`)];
      const made: Known[] = [];
      for (const one of acts) {
        const [said, expected] = await step(store, model, made, users, one);
        expect(said).toEqual(expected);
      }
      for (const user of users)
        for (const wanted of ['verification', 'reset'] as const)
          expect(await store.codes.of(user, wanted)).toEqual(model.of(user, wanted));
    }),
    { numRuns: 40 },
  );
});
