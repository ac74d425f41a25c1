import type { DeviceKey } from '../../../protocol/deviceKey';
import { PRESENCE_FRAME_BYTES, presenceFrame } from './presenceFrame';

/**
 * Who of one account is there, as the frames that tell one who comes. They lie in one buffer, of which each newcomer is
 * sent what there is: while a crowd comes, nothing is encoded twice, and nothing copied for anybody. (When one has gone,
 * the next newcomer has it all made anew, since what others are still being sent must not change.)
 */
export class Roster {
  private readonly keys = new Set<DeviceKey>();
  private buffer = Buffer.alloc(0);
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
    if (this.isStale) this.rebuild();
    this.keys.add(key);
    return this.write(key);
  }

  delete(key: DeviceKey): void {
    this.isStale = this.keys.delete(key) || this.isStale;
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
