import type { IpcEventName, IpcEvents } from '../../../preload/contract';
import type { Snapshot } from '../../../preload/views';
import type { AppState } from '../../app/state';
import type { Observable } from '../../lib/observable';

/** How long changes are gathered before the window hears of them, in milliseconds: less than an eye sees. */
const GATHER_MS = 40;

/** The least time between two that the window hears of while changes go on, in milliseconds: each is drawn anew. */
const APART_MS = 250;

/** Sends what the contract knows to a page, if there is one. */
export function push<P extends IpcEventName>(
  contents: Electron.WebContents | undefined,
  name: P,
  value: IpcEvents[P],
): void {
  contents?.send(name, value);
}

/** The snapshots' way to the page. */
export interface SnapshotSender {
  /** Pushes the present one at once. */
  now(): void;
  /** Pushes at once what was still being gathered. */
  flush(): void;
  /** No more from here on. */
  stop(): void;
}

/** Pushes a snapshot to the page after every change, as long as somebody may see it. */
export function sendSnapshots(
  state: Observable<AppState>,
  project: (state: AppState) => Snapshot,
  contents: () => Electron.WebContents | undefined,
): SnapshotSender {
  let timer: NodeJS.Timeout | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    last = performance.now();
    push(contents(), 'snapshot', project(state.get()));
  };
  const unsubscribe = state.subscribe(() => {
    timer ??= setTimeout(now, Math.max(GATHER_MS, last + APART_MS - performance.now()));
  });
  return {
    now,
    flush() {
      if (timer) now();
    },
    stop() {
      unsubscribe();
      clearTimeout(timer);
    },
  };
}
