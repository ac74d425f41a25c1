import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Closed, type DeviceOptions, type Keys, makeKeys, RawDevice } from './rawDevice';

/** How often something is said to each other device, in milliseconds. */
const EVERY_MS = 40;

/** Until it comes again, in milliseconds, at the most. */
const AGAIN_MS = 200;

/** One way of a pair: what was said since they were linked last, and how much of that has come. */
class Way {
  isLinked = false;
  life = 0;
  said = 0;
  heard: { readonly life: number; next: number } | undefined;

  constructor(
    readonly from: RoamingDevice,
    readonly to: RoamingDevice,
  ) {}

  /** All that was said in this life has come. */
  get isWhole(): boolean {
    return this.isLinked && this.heard?.life === this.life && this.heard.next === this.said;
  }
}

/** What is to be known of many devices together. */
export class Travels {
  away = 0;
  /** How many were away at once, at the most, and how each of those that were had been sent away. */
  mostAway = 0;
  closed: Closed[] = [];
  faults: unknown[] = [];

  begin(): void {
    this.mostAway = this.away;
    this.closed = [];
  }
}

/**
 * A device that comes again whenever it is sent away, as those of Buckets do. It is linked with others, and speaks to them
 * as long as that lasts. What it hears has to be what was said since they were linked: all of it, in order, once.
 */
export class RoamingDevice {
  readonly keys: Keys = makeKeys();
  private readonly ways: Way[] = [];
  private device: RawDevice | undefined;
  private isEnding = false;
  private speaking: NodeJS.Timeout | undefined;
  private living: Promise<void> | undefined;

  constructor(
    private readonly options: DeviceOptions,
    private readonly travels: Travels,
  ) {}

  /** Each of these is to speak to the next, and the last to the first. */
  static ring(devices: readonly RoamingDevice[]): void {
    for (const [at, from] of devices.entries()) {
      const to = devices[(at + 1) % devices.length];
      if (!to) throw new Error('nobody');
      const way = new Way(from, to);
      from.ways.push(way);
      to.ways.push(way);
    }
  }

  begin(): void {
    this.travels.away += 1;
    this.living = this.live();
    this.speaking = setInterval(() => this.speak(), EVERY_MS);
  }

  /** Whether all that it says, and that is said to it, has come in the lives that there are now. */
  get isWhole(): boolean {
    return this.ways.every((way) => way.isWhole);
  }

  /** Whether something was said, and heard, in each. */
  get isTalking(): boolean {
    return this.ways.every(({ isLinked, life, heard }) => isLinked && heard?.life === life && heard.next > 0);
  }

  hush(): void {
    clearInterval(this.speaking);
  }

  async end(): Promise<void> {
    this.hush();
    this.isEnding = true;
    await this.device?.raw.end();
    await this.living;
  }

  private async live(): Promise<void> {
    while (!this.isEnding) {
      try {
        await this.stay();
      } catch (fault) {
        // Whoever is refused is told so by what is in `faults`.
        this.travels.faults.push(fault);
        return;
      }
      await sleep(Math.random() * AGAIN_MS);
    }
  }

  private async stay(): Promise<void> {
    const device = await RawDevice.open({ ...this.options, keys: this.keys });
    await device.login();
    this.device = device;
    this.travels.away -= 1;
    for (const { from, to } of this.ways) device.connect({ keys: from === this ? to.keys : from.keys });
    try {
      for (;;) this.hears(await device.next());
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
    }
    this.device = undefined;
    for (const way of this.ways) this.unlinked(way);
    this.travels.away += 1;
    this.travels.mostAway = Math.max(this.travels.mostAway, this.travels.away);
    if (!this.isEnding) this.travels.closed.push(await device.closed);
  }

  private hears(heard: Awaited<ReturnType<RawDevice['next']>>): void {
    if (heard.kind !== 'connected' && heard.kind !== 'disconnected' && heard.kind !== 'data') return;
    const ways = this.ways.filter(({ from, to }) => (from === this ? to : from).keys.key === heard.key);
    for (const way of ways) {
      if (heard.kind === 'disconnected') this.unlinked(way);
      if (heard.kind === 'connected') this.linked(way);
    }
    if (heard.kind !== 'data') return;
    const way = ways.find(({ to }) => to === this);
    assert.ok(way, 'said by somebody who may');
    const [life, number] = heard.data.toString().split(' ').map(Number);
    way.heard ??= { life: life ?? 0, next: 0 };
    assert.deepEqual([life, number], [way.heard.life, way.heard.next], 'all, in order, once');
    way.heard.next += 1;
  }

  private linked(way: Way): void {
    if (way.to === this) way.heard = undefined;
    if (way.from !== this) return;
    way.life += 1;
    way.said = 0;
    way.isLinked = true;
  }

  private unlinked(way: Way): void {
    if (way.to === this) way.heard = undefined;
    if (way.from === this) way.isLinked = false;
  }

  private speak(): void {
    for (const way of this.ways)
      if (way.from === this && way.isLinked) this.device?.data(way.to, `${way.life} ${way.said++}`);
  }
}
