import { useLayoutEffect, useRef } from 'preact/hooks';
import { useLandingFocus } from '../../components/useLandingFocus';

/** The title of a first step; whoever comes here, by a button or because a device came, goes on from it. */
export function StepTitle({ title }: { title: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  useLandingFocus(heading);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {title}
    </h1>
  );
}
