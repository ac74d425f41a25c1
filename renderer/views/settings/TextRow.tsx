import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { SettingsChange } from '../../../preload/views';
import type { Remedy } from '../../components/Notice';
import { SettingRow } from './SettingRow';
import { useDraft } from './useDraft';
import { type Trouble, useSetting } from './useSetting';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly hint: ComponentChildren;
  /** The value in force. */
  readonly value: string;
  /** What is wrong with a text while it is typed. */
  readonly check: (text: string) => string | undefined;
  /** What is worth a word although it is right. */
  readonly note?: (text: string) => string | undefined;
  /** The change that a text stands for, and what to say when it was made. */
  readonly change: (text: string) => readonly [SettingsChange, string];
  readonly stays?: string | undefined;
  /** Texts that could be used in place of a refused one, with the words for the button. */
  readonly instead?: (trouble: Trouble) => readonly { readonly text: string; readonly label: string }[];
  /** A port is short, and of digits. */
  readonly digits?: boolean;
  readonly maxLength?: number;
}

/** A setting that is typed. */
export function TextRow(props: Props) {
  const { id, label, hint, value, check, note, change, stays, instead, digits = false, maxLength } = props;
  const setting = useSetting();
  const field = useRef<HTMLInputElement>(null);
  const draft = useDraft({
    value,
    check,
    commit: (text) => setting.change(...change(text)),
    touched: setting.forget,
  });
  const { trouble } = setting;
  const remedies: Remedy[] = (trouble && instead ? instead(trouble) : []).map(({ text, label }) => ({
    label,
    act() {
      // The button is about to go.
      field.current?.focus();
      draft.use(text);
    },
  }));
  return (
    <SettingRow
      id={id}
      label={label}
      hint={hint}
      forField
      setting={setting}
      stays={stays}
      remedies={remedies}
    >
      <div class="setting-field" {...draft.around}>
        <input
          ref={field}
          id={id}
          class={digits ? 'mono digits' : ''}
          inputMode={digits ? 'numeric' : undefined}
          maxLength={maxLength}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={draft.wrong !== undefined || trouble?.kind === 'refused'}
          aria-describedby={`${id}-hint ${id}-said ${id}-trouble`}
          {...draft.field}
        />
        <FieldHint id={`${id}-said`} wrong={draft.wrong} note={note?.(draft.text)} />
      </div>
    </SettingRow>
  );
}

/** A word about what is being typed. */
export function FieldHint({
  id,
  wrong,
  note,
}: {
  id: string;
  wrong: string | undefined;
  note: string | undefined;
}) {
  if (wrong === undefined && note === undefined) return null;
  return (
    <p
      id={id}
      class={wrong === undefined ? 'said' : 'said wrong'}
      role={wrong === undefined ? undefined : 'alert'}
    >
      {wrong ?? note}
    </p>
  );
}
