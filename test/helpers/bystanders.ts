import { randomBytes } from 'node:crypto';
import type { RawDevice } from './rawDevice';
import type { Heard } from './rawWire';

/** What makes devices: a relay's fixture, or anything else that does. */
interface Source {
  device(): Promise<RawDevice>;
}

/**
 * Two devices that have nothing to do with a test's mischief and are to notice nothing of it. They are also its
 * clock: what they have exchanged has been through the relay, so that what was there before them has been looked at.
 */
export class Bystanders {
  private constructor(
    readonly a: RawDevice,
    readonly b: RawDevice,
  ) {}

  static async at(relay: Source): Promise<Bystanders> {
    const [a, b] = [await relay.device(), await relay.device()];
    a.connect(b);
    b.connect(a);
    await until(a, (heard) => heard.kind === 'connected' && heard.key === b.key);
    await until(b, (heard) => heard.kind === 'connected' && heard.key === a.key);
    return new Bystanders(a, b);
  }

  /** Each sends the other `times` messages, which come untouched; fails when anything else than presence comes. */
  async exchange(times = 1, bytes = 100): Promise<void> {
    for (let i = 0; i < times; i++) {
      for (const [from, to] of [
        [this.a, this.b],
        [this.b, this.a],
      ] as const) {
        const data = randomBytes(bytes);
        from.data(to, data);
        const heard = await untilData(to);
        if (heard.key !== from.key || !heard.data.equals(data)) throw new Error('crosstalk');
      }
    }
  }

  /** Resolves once `progress` has stayed the same over many exchanges: what moved has come to rest. */
  async atRest(progress: () => number): Promise<void> {
    for (let last = Number.NaN, now = progress(); ; ) {
      if (now === last) return;
      last = now;
      await this.exchange(100);
      now = progress();
    }
  }
}

/** Takes what `device` hears until it is wanted. */
export async function until(device: RawDevice, wanted: (heard: Heard) => boolean): Promise<Heard> {
  for (;;) {
    const heard = await device.next();
    if (wanted(heard)) return heard;
  }
}

/** The next data; presence may come before it, and nothing else. */
export async function untilData(device: RawDevice): Promise<Extract<Heard, { kind: 'data' }>> {
  for (;;) {
    const heard = await device.next();
    if (heard.kind === 'data') return heard;
    if (heard.kind !== 'entered' && heard.kind !== 'exited')
      throw new Error(`not data: ${JSON.stringify(heard)}`);
  }
}
