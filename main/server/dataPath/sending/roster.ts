import type { DeviceKey } from '../../../protocol/deviceKey';
import { PRESENCE_FRAME_BYTES, presenceFrame } from './presenceFrame';

/** So many are told of anew each time: of households there may be thousands, and nothing is kept for them. */
const FEW = 16;

const NOTHING = Buffer.alloc(0);

/**
 * Who of one account is there, as the frames that tell one who comes. They lie in one buffer, of which each newcomer is
 * sent what there is: while a crowd comes, nothing is encoded twice, and nothing copied for anybody. (When one has gone,
 * the next newcomer has it all made anew, since what others are still being sent must not change.)
 */
export class Roster {
  private readonly keys = new Set<DeviceKey>();
  private buffer = NOTHING;
  /** Bytes in use. What lies before may be on its way to somebody, and is not written again. */
  private length = 0;
  private isStale = false;

  get size(): number {
    return this.keys.size;
  }

  /** The Entered of all who are there. */
  frames(): Buffer {
    if (this.isStale) this.rebuild();
    return this.buffer.subarray(0, this.length);
  }

  /** Adds one who was not there, and gives its Entered. */
  add(key: DeviceKey): Buffer {
    this.keys.add(key);
    if (this.keys.size <= FEW) {
      this.forget();
      return presenceFrame('entered', key);
    }
    if (!this.isStale) return this.write(key);
    this.rebuild();
    return this.buffer.subarray(this.length - PRESENCE_FRAME_BYTES, this.length);
  }

  delete(key: DeviceKey): void {
    if (this.keys.delete(key)) this.forget();
  }

  private forget(): void {
    this.isStale = true;
    this.buffer = NOTHING;
    this.length = 0;
  }

  private write(key: DeviceKey): Buffer {
    const frame = presenceFrame('entered', key);
    const end = this.length + frame.length;
    if (end > this.buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(end, 2 * this.buffer.length));
      this.buffer.copy(grown, 0, 0, this.length);
      this.buffer = grown;
    }
    this.buffer.set(frame, this.length);
    this.length = end;
    return frame;
  }

  private rebuild(): void {
    this.isStale = false;
    this.length = 0;
    this.buffer = Buffer.allocUnsafe(this.keys.size * PRESENCE_FRAME_BYTES);
    for (const key of this.keys) this.write(key);
  }
}
