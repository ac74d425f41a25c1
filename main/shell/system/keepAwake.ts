import { powerSaveBlocker } from 'electron';
import type { AppState } from '../../app/state';
import type { Dispose, Observable } from '../../lib/observable';

/** Keeps the computer from falling asleep while devices are linked, if the person wants that; its screen may go dark. */
export function keepAwake(state: Observable<AppState>): Dispose {
  let blocker: number | undefined;

  const release = () => {
    if (blocker !== undefined) powerSaveBlocker.stop(blocker);
    blocker = undefined;
  };
  const unsubscribe = state.subscribe(({ settings, devices }) => {
    const wanted = settings.keepAwake && devices.some(({ linkedWith }) => linkedWith.length > 0);
    if (!wanted) release();
    else blocker ??= powerSaveBlocker.start('prevent-app-suspension');
  });
  return () => {
    unsubscribe();
    release();
  };
}
