import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { createFormats, type Formats, type Texts, textsFor } from '../main/texts';
import type { Destination } from '../preload/contract';
import type { Language, Snapshot } from '../preload/views';

/** What every part of the window may need: the present state, and the words and numbers to say it with. */
export interface AppContext {
  readonly snapshot: Snapshot;
  readonly t: Texts;
  readonly f: Formats;
  readonly go: (destination: Destination) => void;
}

export const CurrentAppContext = createContext<AppContext | undefined>(undefined);

export function useAppContext(): AppContext {
  const found = useContext(CurrentAppContext);
  if (!found) throw new Error('a part of the window is outside of it');
  return found;
}

let spoken: { language: Language; locale: string; t: Texts; f: Formats } | undefined;

/** Texts and formats for that language; made once, since the language stays as long as the app runs. */
export function textsAndFormats(language: Language, locale: string): { t: Texts; f: Formats } {
  if (spoken?.language !== language || spoken.locale !== locale) {
    spoken = { language, locale, t: textsFor(language), f: createFormats(language, locale) };
  }
  return spoken;
}

/** The time now, in milliseconds since 1970, looked at again every `everyMs` while the window is seen. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') setNow(Date.now());
    };
    const timer = setInterval(look, everyMs);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [everyMs]);
  return now;
}
