import type { ComponentChildren, RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useBusy } from '../../pageState';

/** A form that a button opens beneath its row. */
export interface InlineForm {
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly isOpen: boolean;
  /** Something is under way, and nothing else begins meanwhile. */
  readonly busy: boolean;
  readonly open: () => void;
  /** The focus goes back to where it came from. */
  readonly close: () => void;
  /** Does one thing at a time. */
  readonly run: (work: () => Promise<void>) => void;
}

export function useInlineForm(): InlineForm {
  const [isOpen, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const running = useRef(false);
  useBusy(isOpen || busy);
  const runAlone = async (work: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      await work();
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return {
    ...{ opener, isOpen, busy },
    open: () => setOpen(true),
    close: () => {
      opener.current?.focus();
      setOpen(false);
    },
    run: (work) => void runAlone(work),
  };
}

interface Props {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  /** What the button says, and does. */
  readonly action: string;
  readonly press: () => void;
  readonly form: InlineForm;
  /** What is beneath the row. */
  readonly children: ComponentChildren;
}

/** What can be done, and the button that begins it. */
export function FormRow({ id, label, hint, action, press, form, children }: Props) {
  return (
    <div class="setting-row" aria-busy={form.busy}>
      <div class="setting">
        <div class="setting-text">
          <div>{label}</div>
          <div class="second" id={`${id}-hint`}>
            {hint}
          </div>
        </div>
        <button
          ref={form.opener}
          type="button"
          aria-expanded={form.isOpen}
          aria-describedby={`${id}-hint`}
          onClick={press}
        >
          {action}
        </button>
      </div>
      {children}
    </div>
  );
}

interface FormProps {
  readonly label: string;
  readonly submit: () => void;
  /** Escape, and the button to cancel. */
  readonly cancel: () => void;
  readonly children: ComponentChildren;
}

/** The form itself. Enter in a field is its main button. */
export function SettingForm({ label, submit, cancel, children }: FormProps) {
  return (
    <form
      class="setting-form"
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.isComposing) cancel();
      }}
    >
      {children}
    </form>
  );
}
