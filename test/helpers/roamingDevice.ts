import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Closed, type DeviceOptions, type Keys, makeKeys, RawDevice } from './rawDevice';

/** How often something is said to each other device, in milliseconds. */
const EVERY_MS = 40;

/** Until it comes again, in milliseconds, at the most. */
const AGAIN_MS = 200;

interface Said {
  readonly life: number;
  readonly number: number;
}

/**
 * One way of a pair, and what both sides know of it. A life is from where who speaks hears that they are linked to where it
 * hears that they are not. What it says before it has heard of an end may come when they are linked anew: the protocol
 * knows links by their devices alone.
 */
class Way {
  isLinked = false;
  life = 0;
  /** How much was said in each life. */
  private readonly said: number[] = [0];
  /** What was heard last since they were linked, as who listens knows it. */
  private heard: Said | undefined;
  /** It is of a life that was over. */
  private isLate = false;
  /** The last of what became of it, as either side heard it, for where something is wrong. */
  private readonly story: string[] = [];

  constructor(
    readonly from: RoamingDevice,
    readonly to: RoamingDevice,
  ) {}

  note(what: string, by: RoamingDevice): void {
    this.story.push(`${by === this.from ? 'who speaks' : 'who listens'}: ${what}`);
    if (this.story.length > 12) this.story.shift();
  }

  /** Something of this life has come, and all that came before it. */
  get isTalking(): boolean {
    return this.isLinked && this.heard?.life === this.life && !this.isLate;
  }

  /** All that was said in this life has come. */
  get isWhole(): boolean {
    return this.isTalking && this.heard?.number === this.saidIn(this.life) - 1;
  }

  linked(by: RoamingDevice): void {
    if (by === this.to) this.forget();
    if (by !== this.from) return;
    this.life += 1;
    this.said[this.life] = 0;
    this.isLinked = true;
  }

  unlinked(by: RoamingDevice): void {
    if (by === this.to) this.forget();
    if (by === this.from) this.isLinked = false;
  }

  next(): string {
    const number = this.saidIn(this.life);
    this.said[this.life] = number + 1;
    return `${this.life} ${number}`;
  }

  /** All has to come, in order, once; but for what was said too late, which is the end of the life before. */
  received(life: number, number: number): void {
    const { heard } = this;
    const isNext = heard?.life === life && heard.number === number - 1;
    const isNextLife = heard?.life === life - 1 && number === 0 && heard.number === this.saidIn(life - 1) - 1;
    if (heard && !isNext && !isNextLife)
      assert.fail(`${life} ${number} behind ${heard.life} ${heard.number}: ${this.story.join(', ')}`);
    if (!heard) this.isLate = number !== 0;
    if (isNextLife) this.isLate = false;
    this.heard = { life, number };
  }

  private forget(): void {
    if (this.isLate && this.isLinked && this.heard?.life === this.life)
      assert.fail(`the beginning of ${this.life} has not come: ${this.story.join(', ')}`);
    this.heard = undefined;
    this.isLate = false;
  }

  private saidIn(life: number): number {
    return this.said[life] ?? 0;
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

  /** Whether all that it says, and that is said to it, has come. */
  get isWhole(): boolean {
    return this.ways.every((way) => way.isWhole);
  }

  /** Whether it is heard, and hears. */
  get isTalking(): boolean {
    return this.ways.every((way) => way.isTalking);
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
    for (const way of this.ways) {
      way.note('came', this);
      device.connect({ keys: way.from === this ? way.to.keys : way.from.keys });
    }
    try {
      for (;;) this.hears(await device.next());
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
    }
    this.device = undefined;
    for (const way of this.ways) {
      way.note('went', this);
      way.unlinked(this);
    }
    this.travels.away += 1;
    this.travels.mostAway = Math.max(this.travels.mostAway, this.travels.away);
    if (!this.isEnding) this.travels.closed.push(await device.closed);
  }

  private hears(heard: Awaited<ReturnType<RawDevice['next']>>): void {
    if (heard.kind !== 'connected' && heard.kind !== 'disconnected' && heard.kind !== 'data') return;
    const ways = this.ways.filter(({ from, to }) => (from === this ? to : from).keys.key === heard.key);
    for (const way of ways) {
      if (heard.kind !== 'data') way.note(heard.kind, this);
      if (heard.kind === 'disconnected') way.unlinked(this);
      if (heard.kind === 'connected') way.linked(this);
    }
    if (heard.kind !== 'data') return;
    const way = ways.find(({ to }) => to === this);
    assert.ok(way, 'said by somebody who may');
    const [life = 0, number = 0] = heard.data.toString().split(' ').map(Number);
    way.received(life, number);
  }

  private speak(): void {
    for (const way of this.ways) if (way.from === this && way.isLinked) this.device?.data(way.to, way.next());
  }
}
