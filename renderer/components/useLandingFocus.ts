import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Puts the focus on `landing` where it would be nowhere: when the panel opens without any, and when the focused
 * thing is gone, as a button that did its work. A person who clicked beside everything is left alone.
 */
export function useLandingFocus(landing: RefObject<HTMLElement | null>): void {
  const last = useRef<EventTarget | null>(document.activeElement);
  useLayoutEffect(() => {
    const note = ({ target }: FocusEvent) => {
      last.current = target;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, []);
  useLayoutEffect(() => {
    if (document.activeElement !== document.body) return;
    const gone =
      last.current === document.body || !(last.current instanceof Node && last.current.isConnected);
    if (gone) landing.current?.focus();
  });
}
