import assert from 'node:assert/strict';

type Side = 'speaker' | 'listener';

interface Said {
  readonly life: number;
  readonly number: number;
}

/**
 * One way of a pair, and what both sides know of it. A life is from where who speaks hears that they are linked to where it
 * hears that they are not. What it says before it has heard of an end may come when they are linked anew: the protocol
 * knows links by their devices alone. So a life may be heard from its middle on; but where both sides stay linked, its
 * beginning has to come, too: `isTalking` tells.
 */
export class OneWay {
  isLinked = false;
  private isListenerLinked = false;
  private life = 0;
  /** How much was said in each life. */
  private readonly said: number[] = [0];
  /** What was heard last since they were linked, as who listens knows it. */
  private heard: Said | undefined;
  /** It is of a life that was over. */
  private isLate = false;
  /** The last of what became of it, as either side heard it, for where something is wrong. */
  private readonly story: string[] = [];

  note(what: string, side: Side): void {
    this.story.push(`${side} ${what}`);
    if (this.story.length > 12) this.story.shift();
  }

  /** Something of this life has come, and all that came before it. */
  get isTalking(): boolean {
    return this.isLinked && this.heard?.life === this.life && !this.isLate;
  }

  /** Both sides are linked, and all that was said in this life has come: that may be nothing. */
  get isWhole(): boolean {
    const said = this.saidIn(this.life);
    if (said === 0) return this.isLinked && this.isListenerLinked;
    return this.isTalking && this.heard?.number === said - 1;
  }

  /** What is known of it, for where it does not become whole. */
  toString(): string {
    const { life, isLinked, isLate, heard } = this;
    const last = heard ? `${heard.life} ${heard.number}${isLate ? ' (late)' : ''}` : 'nothing';
    const said = `${this.saidIn(life)} said in ${life}, ${isLinked ? 'linked' : 'not linked'}`;
    return `${said}, heard ${last}: ${this.story.join(', ')}`;
  }

  linked(side: Side): void {
    this.note('linked', side);
    if (side === 'listener') {
      this.forget();
      this.isListenerLinked = true;
      return;
    }
    this.life += 1;
    this.said[this.life] = 0;
    this.isLinked = true;
  }

  unlinked(side: Side): void {
    this.note('unlinked', side);
    if (side === 'speaker') {
      this.isLinked = false;
      return;
    }
    this.forget();
    this.isListenerLinked = false;
  }

  /** The next message, `bytes` long or a little longer. */
  next(bytes: number): Buffer {
    const number = this.saidIn(this.life);
    this.said[this.life] = number + 1;
    const head = `${this.life} ${number} ${bytes} `;
    return filled(head, bytes);
  }

  /** All has to come, in order, once; but for what was said too late, which is the end of the life before. */
  received(message: Buffer): void {
    const [, life, number, bytes] = (/^(\d+) (\d+) (\d+) /.exec(message.toString('latin1', 0, 40)) ?? []).map(
      Number,
    );
    assert.ok(life !== undefined && number !== undefined && bytes !== undefined, 'what was said');
    assert.ok(message.equals(filled(`${life} ${number} ${bytes} `, bytes)), 'each byte as it was sent');
    const { heard } = this;
    const isNext = heard?.life === life && heard.number === number - 1;
    const isNextLife = heard !== undefined && number === 0 && this.isLast(heard, life);
    if (heard && !isNext && !isNextLife)
      assert.fail(`${life} ${number} behind ${heard.life} ${heard.number}: ${this.story.join(', ')}`);
    if (!heard) this.isLate = number !== 0;
    if (isNextLife) this.isLate = false;
    this.heard = { life, number };
  }

  /** Nothing was said between this and the beginning of a later life: who was slow to hear may have skipped lives. */
  private isLast(said: Said, later: number): boolean {
    const between = this.said.slice(said.life + 1, later);
    return (
      said.life < later && said.number === this.saidIn(said.life) - 1 && between.every((count) => count === 0)
    );
  }

  private forget(): void {
    this.heard = undefined;
    this.isLate = false;
  }

  private saidIn(life: number): number {
    return this.said[life] ?? 0;
  }
}

/** Each message is full of what tells it from all others. */
const filled = (head: string, bytes: number): Buffer => Buffer.alloc(Math.max(bytes, head.length), head);
