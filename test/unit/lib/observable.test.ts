import { expect, test } from '@playwright/test';
import { createStore } from '../../../main/lib/observable';

const heard = <T>() => {
  const values: T[] = [];
  return { values, listener: (value: T) => void values.push(value) };
};

test.describe('a store', () => {
  test('gives the present value', () => {
    const store = createStore(1);
    expect(store.get()).toBe(1);
    store.update((value) => value + 1);
    expect(store.get()).toBe(2);
  });

  test('tells a listener the present value at once, then every new one', () => {
    const store = createStore('a');
    const { values, listener } = heard<string>();
    store.subscribe(listener);
    expect(values).toEqual(['a']);
    store.update(() => 'b');
    store.update(() => 'c');
    expect(values).toEqual(['a', 'b', 'c']);
  });

  test('tells a late listener the present value, not the first', () => {
    const store = createStore('a');
    store.update(() => 'b');
    const { values, listener } = heard<string>();
    store.subscribe(listener);
    expect(values).toEqual(['b']);
  });

  test('has the new value already when it tells of it', () => {
    const store = createStore(1);
    const seen: boolean[] = [];
    store.subscribe((value) => seen.push(value === store.get()));
    store.update(() => 2);
    expect(seen).toEqual([true, true]);
  });

  test('is silent when the value stays the same', () => {
    const value = { of: 'one' };
    const store = createStore(value);
    const { values, listener } = heard<typeof value>();
    store.subscribe(listener);
    store.update((same) => same);
    store.update(() => value);
    expect(values).toHaveLength(1);
    // The same means the same one: a value is replaced, and one that looks alike is new.
    store.update((old) => ({ ...old }));
    expect(values).toHaveLength(2);
  });

  test('does nothing new when nobody listens', () => {
    const store = createStore(1);
    store.update((value) => value + 1);
    expect(store.get()).toBe(2);
  });

  test('two stores are two', () => {
    const [one, other] = [createStore(1), createStore(1)];
    const { values, listener } = heard<number>();
    one.subscribe(listener);
    other.update(() => 5);
    expect(values).toEqual([1]);
    expect(one.get()).toBe(1);
  });
});

test.describe('undo', () => {
  test('ends the subscription, and it alone', () => {
    const store = createStore(1);
    const [one, other] = [heard<number>(), heard<number>()];
    const undo = store.subscribe(one.listener);
    store.subscribe(other.listener);
    undo();
    store.update(() => 2);
    expect(one.values).toEqual([1]);
    expect(other.values).toEqual([1, 2]);
  });

  test('a second time does nothing', () => {
    const store = createStore(1);
    const { values, listener } = heard<number>();
    const undo = store.subscribe(listener);
    undo();
    store.subscribe(listener);
    undo();
    store.update(() => 2);
    expect(values).toEqual([1, 1, 2]);
  });

  test('the same listener twice is heard twice and undone one by one', () => {
    const store = createStore(1);
    const { values, listener } = heard<number>();
    const [first, second] = [store.subscribe(listener), store.subscribe(listener)];
    store.update(() => 2);
    expect(values).toEqual([1, 1, 2, 2]);
    first();
    store.update(() => 3);
    expect(values).toEqual([1, 1, 2, 2, 3]);
    second();
    store.update(() => 4);
    expect(values).toEqual([1, 1, 2, 2, 3]);
  });
});

test.describe('while the listeners are told', () => {
  test('one that undoes its own subscription keeps nobody else from hearing', () => {
    const store = createStore(1);
    const { values, listener } = heard<number>();
    let undo = () => {};
    undo = store.subscribe(() => undo());
    store.subscribe(listener);
    store.update(() => 2);
    store.update(() => 3);
    expect(values).toEqual([1, 2, 3]);
  });

  test('one that was undone by another hears no more', () => {
    const store = createStore(1);
    const { values, listener } = heard<number>();
    let undo = () => {};
    store.subscribe((value) => {
      if (value === 2) undo();
    });
    undo = store.subscribe(listener);
    store.update(() => 2);
    // Whoever undid it may have torn down what it works on.
    expect(values).toEqual([1]);
  });

  test('one that subscribes another gives it the new value once', () => {
    const store = createStore(1);
    const { values, listener } = heard<number>();
    store.subscribe((value) => {
      if (value === 2) store.subscribe(listener);
    });
    store.update(() => 2);
    expect(values).toEqual([2]);
  });

  test('one that changes the value leaves nobody behind with the old one', () => {
    const store = createStore(0);
    const [before, after] = [heard<number>(), heard<number>()];
    store.subscribe(before.listener);
    store.subscribe((value) => {
      if (value === 1) store.update(() => 2);
    });
    store.subscribe(after.listener);
    store.update(() => 1);
    // A watcher shows what it heard last, so that has to be what the store holds.
    expect(store.get()).toBe(2);
    expect(before.values.at(-1)).toBe(2);
    expect(after.values.at(-1)).toBe(2);
  });
});
