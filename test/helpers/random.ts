import { randomInt } from 'node:crypto';

/** Chance that can be had again: the seed is told when a test fails, and given back as RELAY_TEST_SEED. */
export class Random {
  readonly seed: number;
  private state: number;

  constructor(seed = Number(process.env.RELAY_TEST_SEED ?? randomInt(2 ** 32))) {
    this.seed = seed;
    this.state = this.seed;
  }

  /** From 0 to `below`, which is not among them. */
  int(below: number): number {
    // mulberry32: small, and good enough to be odd.
    this.state = (this.state + 0x6d2b79f5) | 0;
    let x = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return Math.floor((((x ^ (x >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  /** True in one of `of` cases. */
  once(of: number): boolean {
    return this.int(of) === 0;
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.int(from.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }

  bytes(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => this.int(256)));
  }

  /** A copy in which something was changed, taken out, put in or cut off. */
  mutated(bytes: Buffer): Buffer {
    const at = this.int(bytes.length);
    const changed = Buffer.from(bytes);
    switch (this.int(5)) {
      case 0:
        changed[at] = (changed[at] ?? 0) ^ (1 << this.int(8));
        return changed;
      case 1:
        changed[at] = this.int(256);
        return changed;
      case 2:
        return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + this.int(4))]);
      case 3:
        return Buffer.concat([bytes.subarray(0, at), this.bytes(1 + this.int(8)), bytes.subarray(at)]);
      default:
        return Buffer.from(bytes.subarray(0, at));
    }
  }
}
