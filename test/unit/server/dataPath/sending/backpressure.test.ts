import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { FakePeer, LIMIT, play, STUCK_MS } from '../../../../helpers/fakePeers';

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
    const [slow, other] = [new FakePeer('slow'), new FakePeer('other')];
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
        let peers = Array.from({ length: 4 }, (_, index) => new FakePeer(`${index}`));
        /** Of each sender the receivers that it waits for. */
        const reasons = new Map<FakePeer, Set<FakePeer>>(peers.map((peer) => [peer, new Set()]));
        const at = (index: number) => peers[index] as FakePeer;
        const forget = (receiver: FakePeer) => {
          for (const held of reasons.values()) held.delete(receiver);
        };
        const take = (what: (typeof steps)[number]) => {
          if (what.kind === 'send') {
            stage.send(at(what.from), at(what.to), what.waiting);
            if (what.waiting <= LIMIT) return;
            reasons.get(at(what.from))?.add(at(what.to));
            // Who is not read from any more, and has room again, lets go those that wait for it.
            if (at(what.from).stream.writableLength <= LIMIT) forget(at(what.from));
          } else if (what.kind === 'drain') {
            stage.drain(at(what.who));
            forget(at(what.who));
          } else {
            const old = at(what.who);
            stage.go(old);
            forget(old);
            reasons.delete(old);
            if (old.paused) throw new Error('paused after it went');
            const next = new FakePeer('next');
            reasons.set(next, new Set());
            peers = peers.map((peer) => (peer === old ? next : peer));
          }
        };
        for (const what of steps) {
          take(what);
          const wrong = peers.filter(
            (peer) =>
              peer.paused !== (reasons.get(peer)?.size ?? 0) > 0 || stage.isHeld(peer) !== peer.paused,
          );
          // A thousand times: looking first is far quicker than letting `expect` look.
          if (wrong.length > 0) expect(wrong.map(({ name }) => name)).toEqual([]);
        }
        for (const peer of peers) stage.drain(peer);
        expect(peers.map(({ paused }) => paused)).toEqual([false, false, false, false]);
        stage.pass(10 * STUCK_MS);
        expect(stage.given).toEqual([]);
      }),
    ),
  );
});
