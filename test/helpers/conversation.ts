import { OneWay } from './oneWay';
import { Log } from './queue';
import type { RawDevice } from './rawDevice';

/** How often something is said, in milliseconds. */
const EVERY_MS = 3;

/** One device speaks to another all the time, for as long as they are linked, and both keep what they hear. */
export class Conversation {
  readonly spoken = new Log<string>();
  readonly heard = new Log<string>();
  private readonly way = new OneWay();
  private readonly speaking: NodeJS.Timeout;
  private readonly fault: Promise<never>;

  private constructor(from: RawDevice, to: RawDevice) {
    this.speaking = setInterval(() => this.way.isLinked && from.data(to, this.way.next(0)), EVERY_MS);
    this.fault = Promise.race([this.follow(from, 'speaker'), this.follow(to, 'listener')]);
    // It is told to whoever waits.
    this.fault.catch(() => clearInterval(this.speaking));
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
    const comes = (what: string) => what === 'data' && this.heard.all.lastIndexOf('data') > said + 10;
    await this.orFault(this.heard.until(comes));
  }

  /** How often each side was told that they are not linked any more. */
  get ends(): [number, number] {
    const count = ({ all }: Log<string>) => all.filter((kind) => kind === 'disconnected').length;
    return [count(this.spoken), count(this.heard)];
  }

  /** Resolves when all that was said since they were linked last has come, and nothing that may not be was heard. */
  async end(): Promise<void> {
    clearInterval(this.speaking);
    if (this.way.isLinked) await this.orFault(this.heard.until(() => this.way.isWhole));
  }

  private orFault<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.fault]);
  }

  private async follow(device: RawDevice, side: 'speaker' | 'listener'): Promise<never> {
    for (;;) {
      const event = await device.next();
      if (event.kind === 'connected') this.way.linked(side);
      if (event.kind === 'disconnected') this.way.unlinked(side);
      if (event.kind === 'data') this.way.received(event.data);
      (side === 'speaker' ? this.spoken : this.heard).add(event.kind);
    }
  }
}
