import { type LogEntry, type LogLevel, type LogUpdate, MAX_ENTRIES } from '../../../preload/logEntry';
import { type BoundedList, createBoundedList } from './boundedList';

/** Which entries are shown: those of that level and above, in which `words` occur in any case. */
export interface LogFilter {
  readonly least: LogLevel;
  readonly words: string;
}

/**
 * What the panel shows of the log. New entries are only taken in by `receive`; whether they match is found out in
 * `work`, a little at a time, so that neither a new filter nor a flood holds up the window. Each is tested once.
 */
export interface LogModel {
  receive(push: LogUpdate): void;
  setFilter(filter: LogFilter): void;
  /** Lets what is shown stay as it is; what matches from now on waits. */
  pause(): void;
  /** Shows what waits. */
  resume(): void;
  readonly paused: boolean;
  /** Tests entries until all are, or `isOver` says to stop. Gives whether something is left. */
  work(isOver: () => boolean): boolean;
  readonly shown: Pick<BoundedList<LogEntry>, 'length' | 'at' | 'slice'>;
  /** How many match and wait for the end of the pause. */
  readonly waiting: number;
  /** How many there are in all. */
  readonly count: number;
  /** The oldest of all. */
  readonly first: LogEntry | undefined;
}

const RANK: Record<LogLevel, number> = { detail: 0, info: 1, warning: 2, error: 3 };

/** Asking for the time costs more than testing some entries. */
const TESTED_BETWEEN_LOOKS = 64;

/** `textOf` gives all in which words are looked for, in lower case. */
export function createLogModel(textOf: (entry: LogEntry) => string, most = MAX_ENTRIES): LogModel {
  let all = createBoundedList<LogEntry>(most);
  let shown = createBoundedList<LogEntry>(most);
  let waiting = createBoundedList<LogEntry>(most);
  /** Entries from this number on are not tested yet. */
  let untested = 0;
  /** During a pause: the number of the first entry that came in it. */
  let pausedAt: number | undefined;
  let filter: LogFilter = { least: 'detail', words: '' };
  let words = '';

  const next = () => (all.at(all.length - 1)?.seq ?? -1) + 1;

  function startOver(): void {
    shown = createBoundedList(most);
    waiting = createBoundedList(most);
    untested = 0;
  }

  function matches(entry: LogEntry): boolean {
    return RANK[entry.level] >= RANK[filter.least] && (words === '' || textOf(entry).includes(words));
  }

  /** What has left the log leaves what is shown, but not under the eyes of somebody who paused. */
  function dropOld(): void {
    const first = all.at(0)?.seq ?? 0;
    if (pausedAt === undefined) shown.dropWhile(({ seq }) => seq < first);
    waiting.dropWhile(({ seq }) => seq < first);
  }

  return {
    receive({ anew, entries }) {
      if (anew) {
        all = createBoundedList(most);
        startOver();
        // What somebody looked at is gone with the pause.
        pausedAt = undefined;
      }
      for (const entry of entries) all.push(entry);
      dropOld();
    },
    setFilter(wanted) {
      filter = wanted;
      words = wanted.words.trim().toLowerCase();
      startOver();
    },
    pause() {
      pausedAt ??= next();
    },
    resume() {
      pausedAt = undefined;
      for (let i = 0; i < waiting.length; i++) shown.push(waiting.at(i) as LogEntry);
      waiting = createBoundedList(most);
      dropOld();
    },
    get paused() {
      return pausedAt !== undefined;
    },
    work(isOver) {
      const first = all.at(0)?.seq;
      if (first === undefined) return false;
      // Numbers rise by one, so that a number tells the place.
      for (let i = Math.max(0, untested - first); i < all.length; i++) {
        if (i % TESTED_BETWEEN_LOOKS === 0 && isOver()) {
          untested = first + i;
          return true;
        }
        const entry = all.at(i) as LogEntry;
        if (matches(entry)) (pausedAt !== undefined && entry.seq >= pausedAt ? waiting : shown).push(entry);
      }
      untested = first + all.length;
      return false;
    },
    get shown() {
      return shown;
    },
    get waiting() {
      return waiting.length;
    },
    get count() {
      return all.length;
    },
    get first() {
      return all.at(0);
    },
  };
}
