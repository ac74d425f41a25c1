import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  readonly title: string;
  readonly detail?: ComponentChildren;
  /** What stands on the right, as a switch or a button. */
  readonly children?: ComponentChildren;
  /** Said by screen readers whenever it changes. */
  readonly live?: boolean;
}

/** How each panel opens: what is true now, in a sentence. */
export function Heading({ title, detail, children, live = false }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever came here by keyboard goes on from the top; and a button that did its work may be gone.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, [title]);
  return (
    <header class="heading">
      <div role={live ? 'status' : undefined}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {detail !== undefined && <p class="second">{detail}</p>}
      </div>
      {children}
    </header>
  );
}
