import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { secondsUntil } from './countdown';

/** How long a secret stays to be seen, in milliseconds: enough to type it into a phone. */
const SHOWN_MS = 120_000;
const LOOK_MS = 250;

export interface Secret {
  /** Undefined while it is hidden. */
  readonly text: string | undefined;
  /** Until it hides itself. */
  readonly secondsLeft: number;
  /** It was asked for, and the keychain did not give it. */
  readonly locked: boolean;
  readonly toggle: () => void;
}

/**
 * A secret that is shown on request, and hides after two minutes or when the window is hidden. It is asked for again
 * when `about`, that on which it depends, changes meanwhile.
 */
export function useSecret(ask: () => Promise<string | undefined>, about = ''): Secret {
  const [shown, setShown] = useState<{ readonly text: string; readonly until: number }>();
  const [secondsLeft, setSecondsLeft] = useState(0);
  const [locked, setLocked] = useState(false);
  const until = shown?.until;

  // Before the screen shows it: a window that is hidden in that moment hides it too.
  useLayoutEffect(() => {
    if (until === undefined) return;
    const hide = () => setShown(undefined);
    const look = () => {
      const left = secondsUntil(until, Date.now());
      if (left > 0) setSecondsLeft(left);
      else hide();
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    document.addEventListener('visibilitychange', hide);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', hide);
    };
  }, [until]);

  useEffect(() => {
    if (until === undefined) return;
    let wanted = true;
    const again = async () => {
      const text = await ask();
      if (wanted) setShown(text === undefined ? undefined : { text, until });
    };
    void again();
    return () => {
      wanted = false;
    };
  }, [about]);

  const show = async () => {
    const text = await ask();
    setLocked(text === undefined);
    if (text === undefined || document.visibilityState === 'hidden') return;
    setShown({ text, until: Date.now() + SHOWN_MS });
  };
  const toggle = () => void (shown ? setShown(undefined) : show());
  return { text: shown?.text, secondsLeft, locked, toggle };
}
