import { createFormats } from '../texts/formats';

/** A terminal's side for output. */
export interface Terminal {
  write(text: string): unknown;
  /** Its width in characters, where it tells. */
  readonly columns?: number;
}

/** How far a transfer is. */
export interface Progress {
  readonly bytes: number;
  /** Of the whole, where that is known. */
  readonly total?: number | undefined;
  /** Bytes a second; undefined as long as there is none. */
  readonly rate?: number | undefined;
}

/** How often the line is written anew, and what is smoothed over, in milliseconds. */
const REDRAW_MS = 300;
const SMOOTHING_MS = 3_000;

const DEFAULT_COLUMNS = 80;

const formats = createFormats('en', 'en-GB');

export const formatBytes = (count: number): string => formats.bytes(Math.round(count));

/** `1.2 MB of 4.8 MB (25 %), 600 kB/s, 6 s left`, with what is known of it. */
export function progressLine({ bytes, total, rate }: Progress): string {
  // A file can grow while it is sent; then nobody knows the whole any more.
  const whole = total !== undefined && total > 0 && total >= bytes ? total : undefined;
  return [
    whole === undefined
      ? formatBytes(bytes)
      : `${formatBytes(bytes)} of ${formatBytes(whole)} (${Math.floor((bytes / whole) * 100)} %)`,
    ...(rate === undefined ? [] : [`${formatBytes(rate)}/s`]),
    ...(whole === undefined || !rate ? [] : timeLeft((whole - bytes) / rate)),
  ].join(', ');
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Longer than that is no estimate. */
const MAX_SECONDS_LEFT = 100 * HOUR;

function timeLeft(seconds: number): string[] {
  const left = Math.ceil(seconds);
  if (left >= MAX_SECONDS_LEFT) return [];
  if (left < MINUTE) return [`${left} s left`];
  if (left < HOUR) return [`${Math.floor(left / MINUTE)} min ${left % MINUTE} s left`];
  return [`${Math.floor(left / HOUR)} h ${Math.floor((left % HOUR) / MINUTE)} min left`];
}

/** The rate in bytes a second after `bytes` more in `ms`: what is longer ago counts the less. */
export function smoothRate(rate: number | undefined, bytes: number, ms: number): number {
  const now = (bytes / ms) * 1_000;
  if (rate === undefined) return now;
  return rate + (now - rate) * (1 - Math.exp(-ms / SMOOTHING_MS));
}

/** One line of a terminal that tells how far a transfer is, written anew in its place a few times a second. */
export class TransferProgress {
  private bytes = 0;
  private drawn: { readonly bytes: number; readonly at: number } | undefined;
  private rate: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private hasLine = false;

  constructor(
    private readonly terminal: Terminal,
    private readonly total?: number,
  ) {}

  start(): void {
    this.drawn = { bytes: 0, at: performance.now() };
    this.timer = setInterval(() => this.draw(), REDRAW_MS).unref();
  }

  add(bytes: number): void {
    this.bytes += bytes;
  }

  /** Ends the line, so that what is said next has one of its own. */
  end(): void {
    clearInterval(this.timer);
    if (this.hasLine) this.terminal.write('\n');
    this.hasLine = false;
  }

  /** Takes the line away. */
  clear(): void {
    clearInterval(this.timer);
    if (this.hasLine) this.terminal.write(CLEAR_LINE);
    this.hasLine = false;
  }

  private draw(): void {
    const at = performance.now();
    const { bytes, total, drawn } = this;
    if (drawn && at > drawn.at) this.rate = smoothRate(this.rate, bytes - drawn.bytes, at - drawn.at);
    this.drawn = { bytes, at };
    const line = progressLine({ bytes, total, rate: this.rate });
    // What reached the next line could not be written over.
    const room = (this.terminal.columns || DEFAULT_COLUMNS) - 1;
    this.terminal.write(CLEAR_LINE + line.slice(0, room));
    this.hasLine = true;
  }
}

/** Back to the line's beginning, and nothing on it. */
const CLEAR_LINE = '\r\u001b[K';
