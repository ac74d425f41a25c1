import { type Backpressure, createBackpressure } from '../../main/server/dataPath/sending/backpressure';
import { Delivery } from '../../main/server/dataPath/sending/delivery';
import type { Peer } from '../../main/server/dataPath/sending/peer';
import { DEFAULT_LIMITS } from '../../main/server/limits/limits';
import { withPlayedClock } from './fakeTimers';

// Who is held, because of whom and for how long: on connections that are played, with a clock that moves when it is
// told to.

export const LIMIT = DEFAULT_LIMITS.queueBytes;
export const STUCK_MS = DEFAULT_LIMITS.stuckMs;

export class PlayedPeer {
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

export interface Stage {
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

export function play(story: (stage: Stage, a: PlayedPeer, b: PlayedPeer, c: PlayedPeer) => void): void {
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
