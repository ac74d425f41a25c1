import { useLayoutEffect } from 'preact/hooks';
import type { PageState } from '../preload/contract';
import { relay } from './bridge';

/**
 * What the page looks like. A page that comes back after it was let go begins with what the one before it had. The parts
 * write it while they are drawn, since nothing is drawn again because of it.
 */
export const pageState: { -readonly [K in keyof PageState]: PageState[K] } = {
  panel: 'overview',
  scroll: 0,
  open: [],
  filter: { least: 'info', words: '' },
};

/** How much is being done that would be lost with the page. */
let busy = 0;

/** Keeps the page while this is so: something is being typed, or can still be undone. */
export function useBusy(isBusy: boolean): void {
  // Counted as soon as it is so, and not after the next frame: a window that is hidden draws none.
  useLayoutEffect(() => {
    if (!isBusy) return;
    busy += 1;
    return () => {
      busy -= 1;
    };
  }, [isBusy]);
}

export const scrolledPanel = (): Element | null => document.querySelector('.panel');

/** From now on the page says what it looks like when it is to be let go. Before the first snapshot. */
export function trackPageState(): void {
  relay.onRestorePageState((before) => Object.assign(pageState, before));
  relay.onSuspendPage(() => {
    const scroll = Math.round(scrolledPanel()?.scrollTop ?? 0);
    void relay.savePageState(busy > 0 ? undefined : { ...pageState, scroll });
  });
}
