import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { type Backpressure, createBackpressure } from '../../../../main/server/dataPath/backpressure';
import { Delivery } from '../../../../main/server/dataPath/delivery';
import { DEFAULT_LIMITS } from '../../../../main/server/limits';
import type { Peer } from '../../../../main/server/peer';
import { withPlayedClock } from '../../../helpers/playedClock';

// Who is held, because of whom and for how long: on connections that are played, with a clock that moves when it is
// told to.

const LIMIT = DEFAULT_LIMITS.queueBytes;
const STUCK_MS = DEFAULT_LIMITS.stuckMs;

class PlayedPeer {
  paused = false;
  /** Each change, so that nobody is paused or resumed twice over. */
  changes = 0;
  readonly stream = { writableLength: 0 };
  readonly delivery = new Delivery();
  readonly input = { hold: () => this.change(true), release: () => this.change(false) };

  constructor(readonly name: string) {}

  private change(paused: boolean): void {
    this.changes += 1;
    this.paused = paused;
  }
}

const real = (peer: PlayedPeer) => peer as unknown as Peer;

interface Stage {
  readonly given: string[];
  /** `from` sends to `to`, for whom `waiting` bytes wait from then on. */
  send(
    from: PlayedPeer,
    to: PlayedPeer,
    waiting?: number,
    kind?: Parameters<Backpressure['queued']>[2],
  ): void;
  drain(peer: PlayedPeer): void;
  took(peer: PlayedPeer): void;
  go(peer: PlayedPeer): void;
  isHeld(peer: PlayedPeer): boolean;
  pass(ms: number): void;
}

function play(story: (stage: Stage, a: PlayedPeer, b: PlayedPeer, c: PlayedPeer) => void): void {
  withPlayedClock((pass, now) => {
    const given: string[] = [];
    const backpressure = createBackpressure(
      DEFAULT_LIMITS,
      (receiver) => {
        const peer = receiver as unknown as PlayedPeer;
        given.push(peer.name);
        backpressure.gone(receiver);
      },
      now,
    );
    const stage: Stage = {
      given,
      send(from, to, waiting = LIMIT + 1, kind = 'data') {
        to.stream.writableLength = waiting;
        backpressure.queued(real(to), real(from), kind);
      },
      drain(peer) {
        peer.stream.writableLength = 0;
        backpressure.drained(real(peer));
      },
      took: (peer) => backpressure.took(real(peer)),
      go: (peer) => backpressure.gone(real(peer)),
      isHeld: (peer) => backpressure.isHeld(real(peer)),
      pass,
    };
    story(stage, new PlayedPeer('a'), new PlayedPeer('b'), new PlayedPeer('c'));
  });
}

test('one that answers what it is asked is not given up while it gets on, and its senders wait for what it took', () =>
  play((stage, a, b) => {
    const sent: Uint8Array[] = [];
    let time = 0;
    const send = () => {
      const ask = b.delivery.send(10_000, () => time);
      if (ask) sent.push(ask);
      stage.send(a, b, 0);
    };
    const answer = () => {
      if (b.delivery.answered(sent.shift() ?? new Uint8Array(), time)) stage.took(b);
    };
    send();
    time += 10_000;
    answer();
    // A thousand bytes a second: two thousand may be on their way.
    for (let i = 0; i < 20; i++) {
      send();
      expect(a.paused).toBe(true);
      stage.pass(STUCK_MS - 1);
      time += 10_000;
      answer();
      expect(a.paused).toBe(false);
    }
    expect(stage.given).toEqual([]);
    send();
    stage.pass(STUCK_MS);
    expect(stage.given).toEqual(['b']);
  }));

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

test('one whose queue becomes less, however slowly, is not given up either', () =>
  play((stage, a, b) => {
    stage.send(a, b, LIMIT + 1_000);
    for (let i = 1; i < 100; i++) {
      stage.pass(STUCK_MS - 1);
      b.stream.writableLength -= 10;
    }
    expect(stage.given).toEqual([]);
    stage.pass(2 * STUCK_MS);
    expect(stage.given).toEqual(['b']);
  }));

test('up to the limit nobody waits; beyond it the sender does, until all is on its way', () =>
  play((stage, a, b) => {
    stage.send(a, b, LIMIT);
    expect([a.paused, stage.isHeld(a)]).toEqual([false, false]);
    stage.send(a, b, LIMIT + 1);
    expect([a.paused, stage.isHeld(a), b.paused, stage.isHeld(b)]).toEqual([true, true, false, false]);
    stage.drain(b);
    expect([a.paused, stage.isHeld(a)]).toEqual([false, false]);
    stage.pass(10 * STUCK_MS);
    expect(stage.given).toEqual([]);
  }));

test('held is held once, and let go once, however much was sent', () =>
  play((stage, a, b) => {
    for (let i = 0; i < 5; i++) stage.send(a, b);
    stage.drain(b);
    stage.drain(b);
    expect(a.changes).toBe(2);
  }));

test('one that is held because of two waits for both', () =>
  play((stage, a, b, c) => {
    stage.send(a, b);
    stage.send(a, c);
    stage.drain(b);
    expect(a.paused).toBe(true);
    stage.drain(c);
    expect(a.paused).toBe(false);
  }));

test('all who send to a slow one wait for it, and nobody else', () =>
  play((stage, a, b, c) => {
    const [slow, other] = [new PlayedPeer('slow'), new PlayedPeer('other')];
    for (const sender of [a, b]) stage.send(sender, slow);
    stage.send(c, other, LIMIT);
    expect([a.paused, b.paused, c.paused, other.paused]).toEqual([true, true, false, false]);
    stage.drain(slow);
    expect([a.paused, b.paused]).toEqual([false, false]);
  }));

test('a slow one that does not drain in time is given up, once, and its senders go on', () =>
  play((stage, a, b) => {
    stage.send(a, b);
    stage.pass(STUCK_MS - 1);
    expect(stage.given).toEqual([]);
    stage.send(a, b, 2 * LIMIT);
    stage.pass(1);
    expect(stage.given).toEqual(['b']);
    expect([a.paused, stage.isHeld(a)]).toEqual([false, false]);
    stage.pass(10 * STUCK_MS);
    expect(stage.given).toEqual(['b']);
  }));

test('the time counts from the last time that it was over the limit, not from the first', () =>
  play((stage, a, b) => {
    stage.send(a, b);
    stage.pass(STUCK_MS - 1);
    stage.drain(b);
    stage.send(a, b);
    stage.pass(STUCK_MS - 1);
    expect(stage.given).toEqual([]);
    stage.pass(1);
    expect(stage.given).toEqual(['b']);
  }));

test('what others’ coming and going makes for a slow one holds nobody, but it has to take it in time', () =>
  play((stage, a, b, c) => {
    for (const kind of ['entered', 'exited'] as const)
      stage.send(kind === 'entered' ? a : c, b, LIMIT + 1, kind);
    expect([a.paused, c.paused]).toEqual([false, false]);
    stage.pass(STUCK_MS);
    expect(stage.given).toEqual(['b']);
  }));

test('one that makes the relay answer more than it reads waits for itself', () =>
  play((stage, a) => {
    stage.send(a, a, LIMIT + 1, 'error');
    expect(a.paused).toBe(true);
    stage.drain(a);
    expect(a.paused).toBe(false);
    stage.send(a, a, LIMIT + 1, 'error');
    stage.pass(STUCK_MS);
    expect(stage.given).toEqual(['a']);
    expect([a.paused, stage.isHeld(a)]).toEqual([false, false]);
  }));

test('a held one that goes is let go of, so that its goodbye is read, and is no receiver’s sender any more', () =>
  play((stage, a, b, c) => {
    stage.send(a, b);
    stage.send(c, b);
    stage.go(a);
    expect([a.paused, stage.isHeld(a), c.paused]).toEqual([false, false, true]);
    const { changes } = a;
    stage.drain(b);
    expect(a.changes).toBe(changes);
    expect(c.paused).toBe(false);
  }));

test('a slow one that goes holds nobody, and is not given up later', () =>
  play((stage, a, b) => {
    stage.send(a, b);
    stage.go(b);
    expect(a.paused).toBe(false);
    stage.pass(10 * STUCK_MS);
    expect(stage.given).toEqual([]);
  }));

test('two that are slow for each other both wait, and both go on', () =>
  play((stage, a, b) => {
    stage.send(a, b);
    stage.send(b, a);
    expect([a.paused, b.paused]).toEqual([true, true]);
    stage.drain(a);
    expect([a.paused, b.paused]).toEqual([true, false]);
    stage.drain(b);
    expect([a.paused, b.paused]).toEqual([false, false]);
  }));

test('after any history exactly those wait who have to, and nothing is left when all is drained', () => {
  const who = fc.nat(3);
  const step = fc.oneof(
    fc.record({ kind: fc.constant('send' as const), from: who, to: who, waiting: fc.nat(2 * LIMIT) }),
    fc.record({ kind: fc.constant('drain' as const), who }),
    fc.record({ kind: fc.constant('go' as const), who }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) =>
      play((stage) => {
        let peers = Array.from({ length: 4 }, (_, index) => new PlayedPeer(`${index}`));
        /** Of each sender the receivers that it waits for. */
        const reasons = new Map<PlayedPeer, Set<PlayedPeer>>(peers.map((peer) => [peer, new Set()]));
        const at = (index: number) => peers[index] as PlayedPeer;
        const forget = (receiver: PlayedPeer) => {
          for (const held of reasons.values()) held.delete(receiver);
        };
        for (const what of steps) {
          if (what.kind === 'send') {
            stage.send(at(what.from), at(what.to), what.waiting);
            if (what.waiting > LIMIT) reasons.get(at(what.from))?.add(at(what.to));
          } else if (what.kind === 'drain') {
            stage.drain(at(what.who));
            forget(at(what.who));
          } else {
            const old = at(what.who);
            stage.go(old);
            forget(old);
            reasons.delete(old);
            expect(old.paused).toBe(false);
            const next = new PlayedPeer('next');
            reasons.set(next, new Set());
            peers = peers.map((peer) => (peer === old ? next : peer));
          }
          for (const peer of peers) {
            expect(peer.paused).toBe((reasons.get(peer)?.size ?? 0) > 0);
            expect(stage.isHeld(peer)).toBe(peer.paused);
          }
        }
        for (const peer of peers) stage.drain(peer);
        expect(peers.map(({ paused }) => paused)).toEqual([false, false, false, false]);
        stage.pass(10 * STUCK_MS);
        expect(stage.given).toEqual([]);
      }),
    ),
  );
});
