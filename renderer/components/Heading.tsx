import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useLandingFocus } from './useLandingFocus';

interface Props {
  readonly title: string;
  readonly detail?: ComponentChildren;
  /** What stands on the right, as a switch or a button. */
  readonly children?: ComponentChildren;
  /** Whether the title is said by screen readers whenever it changes. */
  readonly live?: boolean;
}

/** How each panel opens: what is true now, in a sentence. */
export function Heading({ title, detail, children, live = false }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLandingFocus(heading);
  return (
    <header class="heading">
      <div>
        <div role={live ? 'status' : undefined}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
        </div>
        {detail !== undefined && <p class="second">{detail}</p>}
      </div>
      {children}
    </header>
  );
}
