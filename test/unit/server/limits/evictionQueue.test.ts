import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { createEvictionQueue } from '../../../../main/server/limits/evictionQueue';

test('the longest there of the largest group makes room; of equally large ones the group that came first', () => {
  const newcomers = createEvictionQueue<string>();
  expect(newcomers.next()).toBeUndefined();
  newcomers.add('a', 'a1');
  newcomers.add('b', 'b1');
  expect(newcomers.next()).toBe('a1');
  newcomers.add('b', 'b2');
  expect(newcomers.next()).toBe('b1');
  expect(newcomers.next('a')).toBe('a1');
  newcomers.delete('b', 'b1');
  expect(newcomers.next('b')).toBe('b2');
  expect(newcomers.next('c')).toBeUndefined();
});

test('after any coming and going it knows how many there are, and whom it names is there', () => {
  const step = fc.record({ group: fc.constantFrom('a', 'b', 'c'), one: fc.nat(20), comes: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const newcomers = createEvictionQueue<string>();
      const there: string[] = [];
      for (const { group, one, comes } of steps) {
        const name = `${group}${one}`;
        if (comes && !there.includes(name)) {
          newcomers.add(group, name);
          there.push(name);
        } else if (!comes) {
          newcomers.delete(group, name);
          if (there.includes(name)) there.splice(there.indexOf(name), 1);
        }
        const count = (letter: string) => there.filter((other) => other.startsWith(letter)).length;
        const most = Math.max(...['a', 'b', 'c'].map(count));
        const next = newcomers.next();
        assert.equal(newcomers.size, there.length);
        assert.equal(next === undefined, there.length === 0);
        if (next === undefined) continue;
        assert.equal(count(next.slice(0, 1)), most);
        assert.equal(
          next,
          there.find((other) => other.startsWith(next.slice(0, 1))),
        );
      }
    }),
  );
});
