import type { ComponentChildren } from 'preact';
import { Icon } from '../../components/Icon';
import type { AdminSaying } from '../texts';

interface OpeningProps {
  readonly say: AdminSaying;
  readonly title: string;
  readonly detail?: string | undefined;
  /** Beside the title. */
  readonly children?: ComponentChildren;
}

/** How a page begins: what it is about, and before it what was done just now. */
export function Opening({ say: { frame, t }, title, detail, children }: OpeningProps) {
  return (
    <>
      {frame.done && (
        <p class="notice done" role="status">
          <Icon name="passed" />
          <span>{t(`done.${frame.done}`)}</span>
        </p>
      )}
      <div class="opening">
        <div>
          <h1>{title}</h1>
          {detail && <p class="second">{detail}</p>}
        </div>
        {children}
      </div>
    </>
  );
}
