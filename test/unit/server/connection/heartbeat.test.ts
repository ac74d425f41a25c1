import { expect, test } from '@playwright/test';
import { startHeartbeat } from '../../../../main/server/connection/heartbeat';
import type { Peer } from '../../../../main/server/dataPath/sending/peer';
import { withFakeTimers } from '../../../helpers/fakeTimers';

// The rule itself, interval by interval, with a clock that moves when it is told to and connections that are played.

const PING_MS = 30_000;

/** A connection’s numbers, to be set at will. */
class FakePeer {
  pings = 0;
  readonly stream = { bytesRead: 0, bytesWritten: 0, writableLength: 0 };
  readonly websocket = { ping: () => void this.pinged() };
  /** What the other end does with a ping. */
  onPing: () => void = () => undefined;

  says(bytes = 2): void {
    this.stream.bytesRead += bytes;
  }
  /** Something is to be sent, of which the system takes only a part. */
  isSent(bytes: number, left = 0): void {
    this.stream.bytesWritten += bytes;
    this.stream.writableLength += left;
  }
  takes(bytes: number): void {
    this.stream.writableLength -= bytes;
  }
  private pinged(): void {
    this.pings += 1;
    this.onPing();
  }
}

interface Ward {
  readonly peers: Set<FakePeer>;
  readonly held: Set<FakePeer>;
  readonly silent: FakePeer[];
  interval(): void;
}

function watch(story: (ward: Ward) => void): void {
  withFakeTimers((pass) => {
    const peers = new Set<FakePeer>();
    const held = new Set<FakePeer>();
    const silent: FakePeer[] = [];
    const played = (peer: Peer) => peer as unknown as FakePeer;
    const stop = startHeartbeat(
      PING_MS,
      () => peers as unknown as Set<Peer>,
      (peer) => held.has(played(peer)),
      (peer) => {
        silent.push(played(peer));
        peers.delete(played(peer));
      },
    );
    story({ peers, held, silent, interval: () => pass(PING_MS) });
    stop();
  });
}

function come(ward: Ward, answers = true): FakePeer {
  const peer = new FakePeer();
  if (answers) peer.onPing = () => peer.says();
  ward.peers.add(peer);
  return peer;
}

test('one that answers is pinged in each interval and stays', () =>
  watch((ward) => {
    const peer = come(ward);
    for (let i = 1; i <= 10; i++) {
      ward.interval();
      expect(peer.pings).toBe(i);
    }
    expect(ward.silent).toEqual([]);
  }));

test('one that never answers gets one ping, and is silent at the next', () =>
  watch((ward) => {
    const dead = come(ward, false);
    ward.interval();
    expect(ward.silent).toEqual([]);
    ward.interval();
    expect(ward.silent).toEqual([dead]);
    expect(dead.pings).toBe(1);
    ward.interval();
    expect(ward.silent).toHaveLength(1);
  }));

test('one that stops answering is silent two intervals after its last word, at the latest', () =>
  watch((ward) => {
    const peer = come(ward);
    for (let i = 0; i < 5; i++) ward.interval();
    peer.onPing = () => undefined;
    // Its answer to the ping before counts for this one.
    ward.interval();
    expect(ward.silent).toEqual([]);
    ward.interval();
    expect(ward.silent).toEqual([peer]);
  }));

test('any word is a sign of life, not only an answer', () =>
  watch((ward) => {
    const talker = come(ward, false);
    for (let i = 0; i < 10; i++) {
      talker.says(1);
      ward.interval();
    }
    expect(ward.silent).toEqual([]);
    expect(talker.pings).toBe(10);
  }));

test('what is sent to one is no sign of life when nothing had waited', () =>
  watch((ward) => {
    const dead = come(ward, false);
    ward.interval();
    dead.isSent(100);
    ward.interval();
    expect(ward.silent).toEqual([dead]);
  }));

test('what waits and becomes less is a sign of life, also when more comes on top', () =>
  watch((ward) => {
    const slow = come(ward, false);
    slow.says();
    slow.isSent(10_000_000, 8_000_000);
    for (let i = 0; i < 7; i++) {
      ward.interval();
      slow.takes(1_000_000);
      slow.isSent(500_000, 500_000);
    }
    expect(ward.silent).toEqual([]);
  }));

test('what waits and does not become less is none, also when more comes on top', () =>
  watch((ward) => {
    const stuck = come(ward, false);
    stuck.isSent(10_000_000, 8_000_000);
    ward.interval();
    stuck.isSent(500_000, 500_000);
    ward.interval();
    expect(ward.silent).toEqual([stuck]);
  }));

test('one that is held is neither pinged nor silent, however long', () =>
  watch((ward) => {
    const sender = come(ward, false);
    sender.says();
    ward.held.add(sender);
    for (let i = 0; i < 10; i++) ward.interval();
    expect(ward.silent).toEqual([]);
  }));

test('one that was held is asked before it is silent: nobody had asked it meanwhile', () =>
  watch((ward) => {
    const sender = come(ward);
    ward.interval();
    ward.held.add(sender);
    for (let i = 0; i < 3; i++) ward.interval();
    ward.held.delete(sender);
    for (let i = 0; i < 3; i++) ward.interval();
    expect(ward.silent).toEqual([]);
    expect(sender.pings).toBeGreaterThanOrEqual(3);
  }));

test('one that died while it was held is silent within two intervals of being let go', () =>
  watch((ward) => {
    const sender = come(ward);
    ward.interval();
    ward.held.add(sender);
    sender.onPing = () => undefined;
    for (let i = 0; i < 3; i++) ward.interval();
    ward.held.delete(sender);
    for (let i = 0; i < 2; i++) ward.interval();
    expect(ward.silent).toEqual([sender]);
  }));

test('who comes between two pings has a whole interval to answer in', () =>
  watch((ward) => {
    come(ward);
    ward.interval();
    const late = come(ward, false);
    ward.interval();
    expect(ward.silent).toEqual([]);
    late.says();
    ward.interval();
    expect(ward.silent).toEqual([]);
  }));

test('that several are silent at once keeps nobody from being looked at', () =>
  watch((ward) => {
    const all = Array.from({ length: 10 }, (_, index) => come(ward, index % 2 === 0));
    for (let i = 0; i < 3; i++) ward.interval();
    expect(ward.silent).toEqual(all.filter((_, index) => index % 2 === 1));
    expect(all.filter((_, index) => index % 2 === 0).map(({ pings }) => pings)).toEqual(Array(5).fill(3));
  }));

test('stopped is stopped', () =>
  withFakeTimers((pass) => {
    const peer = new FakePeer();
    const stop = startHeartbeat(
      PING_MS,
      () => [peer as unknown as Peer],
      () => false,
      () => undefined,
    );
    stop();
    pass(10 * PING_MS);
    expect(peer.pings).toBe(0);
  }));
