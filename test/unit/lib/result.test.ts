import { expect, test } from '@playwright/test';
import { err, map, ok, type Result } from '../../../main/lib/result';
import { unreachable } from '../../../main/lib/unreachable';

test('ok holds a value, err a reason', () => {
  expect(ok(3)).toEqual({ ok: true, value: 3 });
  expect(err('why')).toEqual({ ok: false, error: 'why' });
  // Values that are false in a condition are values all the same.
  expect(ok(undefined)).toEqual({ ok: true, value: undefined });
});

test('map turns a value into another', () => {
  expect(map(ok(3), (value) => `${value}!`)).toEqual(ok('3!'));
});

test('map leaves a reason as it is and does not call', () => {
  const failed: Result<number, string> = err('why');
  let calls = 0;
  const mapped = map(failed, (value) => {
    calls++;
    return value;
  });
  expect(mapped).toEqual(err('why'));
  expect(calls).toBe(0);
});

test('a member that nobody thought of is named', () => {
  expect(() => unreachable({ kind: 'new' } as never)).toThrow('new');
});
