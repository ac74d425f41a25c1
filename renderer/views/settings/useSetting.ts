import { createContext } from 'preact';
import { useContext, useRef, useState } from 'preact/hooks';
import type {
  ChangeResult,
  Problem,
  SettingsChange,
  SettingsView,
  SystemProblem,
} from '../../../preload/views';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { inverse } from './inverseChange';

/** What was done, and how it is taken back where that is more than to do it the other way round. */
export interface UndoableChange {
  readonly text: string;
  readonly undo?: () => Promise<ChangeResult>;
}

/** Hears of every change that was made; undefined stands for one of which there is nothing to say. */
export const ChangeMadeContext = createContext<(done: UndoableChange | undefined) => void>(() => undefined);

/** Why a setting is not as somebody wanted it. */
export type Trouble =
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'failed'; readonly trouble: SystemProblem };

export interface Setting {
  /** A change is under way. */
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
  readonly forget: () => void;
  /** Asks for a change; `said` is what to say when it was made, for those that can be undone. */
  readonly change: (change: SettingsChange, said?: string) => Promise<ChangeResult>;
  /** The same for what is not plainly a value: `undo` takes the settings from before. */
  readonly ask: (
    call: () => Promise<ChangeResult>,
    done?: (before: SettingsView) => UndoableChange,
  ) => Promise<ChangeResult>;
}

/** What a row needs to change a setting. Its changes are made one after the other, in the order they were asked for. */
export function useSetting(): Setting {
  const { snapshot } = useAppContext();
  const tell = useContext(ChangeMadeContext);
  const latest = useRef(snapshot.settings);
  latest.current = snapshot.settings;
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const [waiting, setWaiting] = useState(0);
  const [trouble, setTrouble] = useState<Trouble>();

  const ask: Setting['ask'] = (call, done) => {
    const answer = last.current.then(async () => {
      const before = latest.current;
      setTrouble(undefined);
      const result = await call();
      if (result.kind === 'refused' || result.kind === 'failed') setTrouble(result);
      if (result.kind === 'changed') tell(done?.(before));
      return result;
    });
    setWaiting((count) => count + 1);
    last.current = answer.catch(() => undefined).finally(() => setWaiting((count) => count - 1));
    return answer;
  };
  const change: Setting['change'] = (wanted, said) =>
    ask(
      () => relay.change(wanted),
      said === undefined
        ? undefined
        : (before) => ({ text: said, undo: () => relay.change(inverse(before, wanted)) }),
    );
  return { busy: waiting > 0, trouble, forget: () => setTrouble(undefined), change, ask };
}
