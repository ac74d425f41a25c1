import type { TargetedFocusEvent, TargetedInputEvent, TargetedKeyboardEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ChangeResult } from '../../../preload/views';
import { useBusy } from '../../pageState';

interface Wanted {
  /** The value in force; undefined where it is not shown. */
  readonly value: string | undefined;
  /** What is wrong with a text, in words. */
  readonly check: (text: string) => string | undefined;
  readonly commit: (text: string) => Promise<ChangeResult>;
  /** Called when something is typed, or restored. */
  readonly touched: () => void;
}

export interface Draft {
  /** What the field shows: what is being typed, else the value in force. */
  readonly text: string;
  readonly typing: boolean;
  readonly wrong: string | undefined;
  /** Puts another text in force, as if it were typed. */
  readonly use: (text: string) => void;
  readonly field: {
    readonly value: string;
    readonly onInput: (event: TargetedInputEvent<HTMLInputElement>) => void;
    readonly onKeyDown: (event: TargetedKeyboardEvent<HTMLInputElement>) => void;
  };
  /** For what stands around the field, as a button that belongs to it. */
  readonly around: { readonly onFocusOut: (event: TargetedFocusEvent<HTMLElement>) => void };
}

/**
 * A text that is put in force by Enter or by leaving its field, and restored by Escape; an
 * empty one is no wish. While somebody types, what
 * changes elsewhere does not overwrite it; a refused text stays to be seen until then.
 */
export function useDraft({ value, check, commit, touched }: Wanted): Draft {
  const [draft, setDraft] = useState<string>();
  useBusy(draft !== undefined);
  // What was asked for last: leaving a field after Enter, or with a refused text in it, is no new request.
  const asked = useRef<string | undefined>(undefined);
  const flying = useRef(false);
  const wrong = draft === undefined || draft === '' ? undefined : check(draft);

  const restore = () => {
    setDraft(undefined);
    asked.current = undefined;
    touched();
  };
  const use = async (text: string) => {
    if (text.trim() === '' || text === value) return restore();
    setDraft(text);
    if (check(text) !== undefined) return;
    asked.current = text;
    flying.current = true;
    const { kind } = await commit(text);
    flying.current = false;
    if (asked.current !== text || kind === 'refused') return;
    asked.current = undefined;
    // Somebody may be typing the next one already.
    setDraft((now) => (now === text ? undefined : now));
  };
  return {
    text: draft ?? value ?? '',
    typing: draft !== undefined,
    wrong,
    use: (text) => void use(text),
    field: {
      value: draft ?? value ?? '',
      onInput: (event) => {
        setDraft(event.currentTarget.value);
        touched();
      },
      onKeyDown: (event) => {
        if (event.isComposing) return;
        if (draft === undefined) return;
        if (event.key === 'Enter' && !(flying.current && draft === asked.current)) void use(draft);
        if (event.key === 'Escape') restore();
      },
    },
    around: {
      onFocusOut: ({ currentTarget, relatedTarget }) => {
        const inside = (target: EventTarget | null) =>
          target instanceof Node && currentTarget.contains(target);
        // With another window in front, the field is still the one that is typed in.
        if (inside(relatedTarget) || inside(document.activeElement)) return;
        if (draft !== undefined && draft !== asked.current) void use(draft);
      },
    },
  };
}
