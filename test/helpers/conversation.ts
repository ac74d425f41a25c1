import assert from 'node:assert/strict';
import { Log } from './queue';
import type { RawDevice } from './rawDevice';

/** How often something is said, in milliseconds. */
const EVERY_MS = 3;

/**
 * One device speaks to another all the time, for as long as they are connected, and both keep what they hear. What comes
 * has to be what was said since they were connected last: all of it, in order, once, up to where it ends.
 */
export class Conversation {
  readonly spoken = new Log<string>();
  readonly heard = new Log<string>();
  /** How often they were connected, as who speaks knows it; and what it has said since. */
  private life = 0;
  private said = 0;
  private isConnected = false;
  private of: { readonly life: number; next: number } | undefined;
  private fault: unknown;
  private readonly speaking: NodeJS.Timeout;

  private constructor(
    private readonly from: RawDevice,
    private readonly to: RawDevice,
  ) {
    this.speaking = setInterval(() => this.isConnected && this.speak(), EVERY_MS);
    this.follow(from, (kind) => this.fromHears(kind)).catch((fault) => (this.fault ??= fault));
    this.follow(to, (kind, data) => this.toHears(kind, data)).catch((fault) => (this.fault ??= fault));
  }

  static async between(from: RawDevice, to: RawDevice): Promise<Conversation> {
    const conversation = new Conversation(from, to);
    from.connect(to);
    to.connect(from);
    await conversation.goesOn();
    return conversation;
  }

  /** Resolves when something that is said from now on has come. */
  async goesOn(): Promise<void> {
    const said = this.heard.all.length;
    await this.heard.until((what) => what === 'data' && this.heard.all.lastIndexOf('data') > said + 10);
  }

  /** How often each side was told that they are not connected any more. */
  get ends(): [number, number] {
    const count = ({ all }: Log<string>) => all.filter((kind) => kind === 'disconnected').length;
    return [count(this.spoken), count(this.heard)];
  }

  /** It is over, and nothing that may not be was seen; gives how many messages came of those that were said last. */
  async end(): Promise<void> {
    clearInterval(this.speaking);
    // What was said last comes last.
    const { life, said } = this;
    if (this.isConnected) await this.heard.until(() => this.of?.life === life && this.of.next === said);
    if (this.fault) throw this.fault;
  }

  private speak(): void {
    this.from.data(this.to, `${this.life} ${this.said++}`);
  }

  private async follow(device: RawDevice, hears: (kind: string, data: string) => void): Promise<void> {
    for (;;) {
      const heard = await device.next();
      hears(heard.kind, heard.kind === 'data' ? heard.data.toString() : '');
    }
  }

  private fromHears(kind: string): void {
    assert.ok(kind !== 'connected' || !this.isConnected, 'connected once');
    if (kind === 'connected') {
      this.life += 1;
      this.said = 0;
      this.isConnected = true;
    }
    if (kind === 'disconnected') this.isConnected = false;
    this.spoken.add(kind);
  }

  private toHears(kind: string, data: string): void {
    if (kind === 'connected' || kind === 'disconnected') this.of = undefined;
    if (kind === 'data') {
      const [life, number] = data.split(' ').map(Number);
      this.of ??= { life: life ?? 0, next: 0 };
      assert.deepEqual([life, number], [this.of.life, this.of.next], 'all, in order, once');
      this.of.next += 1;
    }
    this.heard.add(kind);
  }
}
