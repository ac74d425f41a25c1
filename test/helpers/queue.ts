/** Things that come from outside, to be awaited one after the other: tests wait for what happens, never for time. */
export class Queue<T> {
  private readonly items: T[] = [];
  private readonly waiting: { give: (item: T) => void; fail: (why: Error) => void }[] = [];
  private ended: Error | undefined;

  push(item: T): void {
    const waiter = this.waiting.shift();
    if (waiter) waiter.give(item);
    else this.items.push(item);
  }

  /** Nothing comes any more: who waits, or asks once everything is taken, gets `why`. */
  end(why: Error): void {
    this.ended ??= why;
    for (const waiter of this.waiting.splice(0)) waiter.fail(this.ended);
  }

  next(): Promise<T> {
    const item = this.items.shift();
    if (item !== undefined) return Promise.resolve(item);
    if (this.ended) return Promise.reject(this.ended);
    return new Promise((give, fail) => this.waiting.push({ give, fail }));
  }
}

/** Everything that was ever said, in order, with a way to wait for something in it. */
export class Log<T> {
  readonly all: T[] = [];
  private readonly waiting = new Set<() => void>();

  readonly add = (entry: T): void => {
    this.all.push(entry);
    for (const look of [...this.waiting]) look();
  };

  /** Resolves with the first entry that is wanted, be it an old one or one to come. */
  until(wanted: (entry: T) => boolean): Promise<T> {
    return this.untilCount(1, wanted).then(([first]) => first as T);
  }

  /** Resolves with the first `count` such entries. */
  untilCount(count: number, wanted: (entry: T) => boolean): Promise<T[]> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.all.filter(wanted);
        if (found.length < count) return;
        this.waiting.delete(look);
        resolve(found.slice(0, count));
      };
      this.waiting.add(look);
      look();
    });
  }
}
