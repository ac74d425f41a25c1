import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { MAX_PASSPHRASE } from '../../../preload/contract';
import { useAppContext } from '../../appContext';
import { Icon } from '../../components/Icon';
import { FieldHint } from './TextRow';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly value: string;
  readonly type: (text: string) => void;
  readonly wrong: string | undefined;
  readonly shown: boolean;
  /** For the one that has the button with the eye. */
  readonly toggle?: () => void;
}

const SHOWN = { type: 'text', class: 'mono' } as const;
const HIDDEN = { type: 'password' } as const;

/** A passphrase: dots, unless somebody wants to see what is typed. */
export function PassphraseField({ id, label, hint, field, value, type, wrong, shown, toggle }: Props) {
  const { t } = useAppContext();
  return (
    <div class="setting">
      <div class="setting-text">
        <label for={id}>{label}</label>
        {hint !== undefined && (
          <div class="second" id={`${id}-hint`}>
            {hint}
          </div>
        )}
      </div>
      <div class="setting-field">
        <div class={toggle && 'with-eye'}>
          <input
            ref={field}
            id={id}
            {...(shown ? SHOWN : HIDDEN)}
            value={value}
            maxLength={MAX_PASSPHRASE}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={wrong !== undefined}
            aria-describedby={`${id}-hint ${id}-said`}
            onInput={(event) => type(event.currentTarget.value)}
          />
          {toggle && (
            <button
              type="button"
              class="icon"
              aria-label={t.moving.show}
              aria-pressed={shown}
              title={shown ? t.common.hide : t.common.show}
              onMouseDown={(event) => event.preventDefault()}
              onClick={toggle}
            >
              <Icon name={shown ? 'eyeOff' : 'eye'} />
            </button>
          )}
        </div>
        <FieldHint id={`${id}-said`} wrong={wrong} note={undefined} />
      </div>
    </div>
  );
}

/** Whether what is typed is shown: until somebody hides it, or the window is hidden. */
export function useShown(): { readonly shown: boolean; readonly toggle: () => void } {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!shown) return;
    const hide = () => setShown(false);
    document.addEventListener('visibilitychange', hide);
    return () => document.removeEventListener('visibilitychange', hide);
  }, [shown]);
  return { shown, toggle: () => setShown(!shown) };
}
