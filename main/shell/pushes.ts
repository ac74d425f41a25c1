import type { Pushes, PushName } from '../../preload/contract';
import type { Snapshot } from '../../preload/views';
import type { AppState } from '../app/state';
import type { Observable } from '../lib/observable';

/** How long changes are gathered before the window hears of them, in milliseconds: less than an eye sees. */
const GATHER_MS = 40;

/** Sends what the contract knows to a page, if there is one. */
export function push<P extends PushName>(
  contents: Electron.WebContents | undefined,
  name: P,
  value: Pushes[P],
): void {
  contents?.send(name, value);
}

/** The snapshots' way to the page. */
export interface SnapshotPush {
  /** Pushes the present one at once. */
  now(): void;
  /** Pushes at once what was still being gathered. */
  flush(): void;
  /** No more from here on. */
  stop(): void;
}

/** Pushes a snapshot to the page after every change, as long as somebody may see it. */
export function pushSnapshots(
  state: Observable<AppState>,
  project: (state: AppState) => Snapshot,
  contents: () => Electron.WebContents | undefined,
): SnapshotPush {
  let timer: NodeJS.Timeout | undefined;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    push(contents(), 'snapshot', project(state.get()));
  };
  const unsubscribe = state.subscribe(() => {
    timer = timer ?? setTimeout(now, GATHER_MS);
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
