import { expect, test } from '@playwright/test';
import { LIMIT, play, STUCK_MS } from '../../../../helpers/fakePeers';

// Who is held cannot be heard: what it took, its queue tells alone.

test('two that send to each other do not wait for answers that nobody reads', () =>
  play((stage, a, b) => {
    let time = 0;
    // Both take what they are sent, and have told so once: from then on it is known what they take.
    for (const one of [a, b]) {
      const ask = one.delivery.send(10_000, () => time);
      time += 10_000;
      one.delivery.answered(ask ?? new Uint8Array(), time);
    }
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      for (let i = 0; i < 10; i++) to.delivery.send(10_000, () => time);
      stage.send(from, to, 0);
    }
    // The one that is held cannot be heard; the other is read from, and so are its answers.
    expect([a.paused, b.paused]).toEqual([true, false]);
    stage.took(b);
    stage.pass(STUCK_MS - 1);
    expect(stage.given).toEqual([]);
  }));

test('one that waits for what it asked for itself is read from as soon as its queue is short', () =>
  play((stage, a) => {
    let time = 0;
    const ask = a.delivery.send(10_000, () => time);
    time += 10_000;
    a.delivery.answered(ask ?? new Uint8Array(), time);
    for (let i = 0; i < 10; i++) a.delivery.send(10_000, () => time);
    stage.send(a, a, 0);
    expect(a.paused).toBe(false);
    stage.send(a, a, LIMIT + 1);
    expect(a.paused).toBe(true);
    stage.drain(a);
    expect(a.paused).toBe(false);
  }));
