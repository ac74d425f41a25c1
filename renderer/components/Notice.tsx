import type { ComponentChildren } from 'preact';
import { Icon } from './Icon';

/** A button that does something about it. */
export interface Remedy {
  readonly label: string;
  act(): void;
}

interface Props {
  readonly id?: string;
  /** An error is said by screen readers when it appears; `info` is only good to know. */
  readonly kind: 'error' | 'warning' | 'info';
  readonly title: string;
  readonly text: ComponentChildren;
  readonly actions: readonly Remedy[];
}

/** A box that says what needs somebody, with the buttons to do it. */
export function Notice({ id, kind, title, text, actions }: Props) {
  return (
    <div class={`notice ${kind}`} id={id} role={kind === 'error' ? 'alert' : undefined}>
      <span class="sign">
        <Icon name={kind === 'info' ? 'info' : 'alert'} />
      </span>
      <div>
        <strong>{title}</strong>
        <p class="text">{text}</p>
      </div>
      {actions.length > 0 && (
        <div class="actions">
          {actions.map(({ label, act }) => (
            <button key={label} type="button" onClick={act}>
              {label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
