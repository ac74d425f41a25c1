import { Icon } from './Icon';

/** A button that does something about it. */
export interface Remedy {
  readonly label: string;
  act(): void;
}

interface Props {
  readonly id?: string;
  readonly kind: 'error' | 'warning';
  readonly title: string;
  readonly text: string;
  readonly actions: readonly Remedy[];
}

/** A box that says what needs somebody, with the buttons to do it. */
export function Notice({ id, kind, title, text, actions }: Props) {
  return (
    <div class={`notice ${kind}`} id={id} role="alert">
      <span class="sign">
        <Icon name="alert" />
      </span>
      <div>
        <strong>{title}</strong>
        <p class="text">{text}</p>
      </div>
      <div class="actions">
        {actions.map(({ label, act }) => (
          <button key={label} type="button" onClick={act}>
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}
