import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { OneWay } from './oneWay';
import { type Closed, type DeviceOptions, type Keys, makeKeys, RawDevice } from './rawDevice';

/** How often something is said to each other device, in milliseconds. */
const EVERY_MS = 40;

/** Until it comes again, in milliseconds, at the most. */
const AGAIN_MS = 200;

/** Nothing more is said while so many bytes wait to be sent. */
const MOST_WAITING = 1_000_000;

/** How devices travel, and what is to be known of many of them together. */
export class Travels {
  /** How long what is said next is to be, in bytes. */
  readonly size: () => number;
  /** One that is refused, or cannot connect, comes again. */
  readonly mayBeRefused: boolean;
  away = 0;
  /** How many were away at once, at the most, and how each of those that were had been sent away. */
  mostAway = 0;
  closed: Closed[] = [];
  faults: unknown[] = [];
  /** Bytes that came, in all. */
  bytes = 0;

  constructor({ size = () => 0, mayBeRefused = false }: Partial<Travels> = {}) {
    this.size = size;
    this.mayBeRefused = mayBeRefused;
  }

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
  private readonly ways: {
    readonly way: OneWay;
    readonly side: 'speaker' | 'listener';
    readonly other: RoamingDevice;
  }[] = [];
  private device: RawDevice | undefined;
  private isEnding = false;
  private speaking: NodeJS.Timeout | undefined;
  private living: Promise<void> | undefined;

  /** `where` tells where it is to go, each time that it comes. */
  constructor(
    private readonly where: () => DeviceOptions,
    private readonly travels: Travels,
  ) {}

  /** Each of these is to speak to the next, and the last to the first. */
  static ring(devices: readonly RoamingDevice[]): void {
    for (const [at, from] of devices.entries()) {
      const to = devices[(at + 1) % devices.length];
      if (!to) throw new Error('nobody');
      const way = new OneWay();
      from.ways.push({ way, side: 'speaker', other: to });
      to.ways.push({ way, side: 'listener', other: from });
    }
  }

  begin(): void {
    this.travels.away += 1;
    this.living = this.live();
    this.speaking = setInterval(() => this.speak(), EVERY_MS);
  }

  /** Its ways on which not all that was said has come, with what is known of them. */
  get missing(): string[] {
    return this.ways.filter(({ way, side }) => side === 'speaker' && !way.isWhole).map(({ way }) => `${way}`);
  }

  /** Whether it is heard, and hears. */
  get isTalking(): boolean {
    return this.ways.every(({ way }) => way.isTalking);
  }

  hush(): void {
    clearInterval(this.speaking);
  }

  /** Takes nothing for a while; the relay cannot know why. */
  async stall(milliseconds: number): Promise<void> {
    const socket = this.device?.raw.socket;
    socket?.pause();
    await sleep(milliseconds);
    socket?.resume();
  }

  /** Is gone without a word, and comes again. */
  vanish(): void {
    this.device?.raw.socket.destroy();
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
        if (fault instanceof assert.AssertionError || !this.travels.mayBeRefused) {
          this.travels.faults.push(fault);
          return;
        }
      }
      await sleep(Math.random() * AGAIN_MS);
    }
  }

  private async stay(): Promise<void> {
    const device = await RawDevice.open({ ...this.where(), keys: this.keys });
    this.device = device;
    if (this.isEnding) {
      await device.raw.end();
      return;
    }
    await device.login();
    this.travels.away -= 1;
    for (const { way, side, other } of this.ways) {
      way.note('came', side);
      device.connect(other);
    }
    try {
      for (;;) this.hears(await device.next());
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
    }
    this.device = undefined;
    for (const { way, side } of this.ways) {
      way.note('went', side);
      way.unlinked(side);
    }
    this.travels.away += 1;
    this.travels.mostAway = Math.max(this.travels.mostAway, this.travels.away);
    if (!this.isEnding) this.travels.closed.push(await device.closed);
  }

  private hears(heard: Awaited<ReturnType<RawDevice['next']>>): void {
    if (heard.kind !== 'connected' && heard.kind !== 'disconnected' && heard.kind !== 'data') return;
    const ways = this.ways.filter(({ other }) => other.keys.key === heard.key);
    for (const { way, side } of ways) {
      if (heard.kind === 'disconnected') way.unlinked(side);
      if (heard.kind === 'connected') way.linked(side);
    }
    if (heard.kind !== 'data') return;
    const listening = ways.find(({ side }) => side === 'listener');
    assert.ok(listening, 'said by somebody who may');
    this.travels.bytes += heard.data.length;
    listening.way.received(heard.data);
  }

  private speak(): void {
    const { device, travels } = this;
    if (!device || device.raw.socket.writableLength > MOST_WAITING) return;
    for (const { way, side, other } of this.ways)
      if (side === 'speaker' && way.isLinked) device.data(other, way.next(travels.size()));
  }
}
