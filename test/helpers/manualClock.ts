import type { Clock } from '../../main/lib/clock';

interface Alarm {
  readonly at: number;
  readonly work: () => void;
}

/** A clock that is moved by hand. */
export class ManualClock implements Clock {
  private time: number;
  private readonly alarms = new Set<Alarm>();

  constructor(start = Date.UTC(2026, 10, 3, 8)) {
    this.time = start;
  }

  readonly now = (): number => this.time;

  readonly after = (ms: number, work: () => void) => {
    const alarm: Alarm = { at: this.time + ms, work };
    this.alarms.add(alarm);
    return () => void this.alarms.delete(alarm);
  };

  /** How many wait for their time. */
  get waiting(): number {
    return this.alarms.size;
  }

  /** Lets so many milliseconds pass; what is due meanwhile is done at its time. */
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const [next] = [...this.alarms].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.time = next.at;
      this.alarms.delete(next);
      next.work();
    }
    this.time = end;
  }
}
