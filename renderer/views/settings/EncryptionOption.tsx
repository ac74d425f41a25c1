import type { ComponentChildren } from 'preact';
import type { TlsSetting } from '../../../preload/views';

interface Props {
  readonly kind: TlsSetting['kind'];
  readonly title: string;
  readonly means: string | undefined;
  readonly chosen: boolean;
  readonly choose: () => void;
  /** What is known of the chosen one. */
  readonly more?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** One way to encrypt, or not to. */
export function EncryptionOption({ kind, title, means, chosen, choose, more, children }: Props) {
  const id = `tls-${kind}`;
  return (
    <div class="setting-row option">
      <input
        type="radio"
        id={id}
        name="tls"
        checked={chosen}
        aria-describedby={`${id}-means`}
        onChange={choose}
      />
      <div class="setting-text">
        <label for={id}>{title}</label>
        <div class="second" id={`${id}-means`}>
          {means}
          {more}
        </div>
      </div>
      {children && <div class="actions">{children}</div>}
    </div>
  );
}
