import { type Backpressure, createBackpressure } from '../../main/server/dataPath/sending/backpressure';
import { DeliveryMeter } from '../../main/server/dataPath/sending/deliveryMeter';
import type { Peer } from '../../main/server/dataPath/sending/peer';
import { DEFAULT_LIMITS } from '../../main/server/limits/limits';
import { withFakeTimers } from './fakeTimers';

// Who is held, because of whom and for how long: on connections that are played, with a clock that moves when it is
// told to.

export const LIMIT = DEFAULT_LIMITS.queueBytes;
export const STUCK_MS = DEFAULT_LIMITS.stuckMs;

export class FakePeer {
  paused = false;
  /** Each change, so that nobody is paused or resumed twice over. */
  changes = 0;
  readonly stream = { writableLength: 0 };
  readonly delivery = new DeliveryMeter();
  readonly input = { hold: () => this.change(true), release: () => this.change(false) };

  constructor(readonly name: string) {}

  private change(paused: boolean): void {
    this.changes += 1;
    this.paused = paused;
  }
}

const real = (peer: FakePeer) => peer as unknown as Peer;

export interface Stage {
  readonly given: string[];
  /** `from` sends to `to`, for whom `waiting` bytes wait from then on. */
  send(from: FakePeer, to: FakePeer, waiting?: number, kind?: Parameters<Backpressure['queued']>[2]): void;
  drain(peer: FakePeer): void;
  took(peer: FakePeer): void;
  go(peer: FakePeer): void;
  isHeld(peer: FakePeer): boolean;
  pass(ms: number): void;
}

export function play(story: (stage: Stage, a: FakePeer, b: FakePeer, c: FakePeer) => void): void {
  withFakeTimers((pass, now) => {
    const given: string[] = [];
    const backpressure = createBackpressure(
      DEFAULT_LIMITS,
      (receiver) => {
        const peer = receiver as unknown as FakePeer;
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
    story(stage, new FakePeer('a'), new FakePeer('b'), new FakePeer('c'));
  });
}
