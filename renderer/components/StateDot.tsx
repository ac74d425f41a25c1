import type { Snapshot } from '../../preload/views';

/** The relay's state as a shape, never by colour alone: filled when it runs, a ring when not, a diamond for a problem. */
export function StateDot({ state }: { state: Snapshot['relay'] }) {
  return <span class={`dot ${state}`} aria-hidden="true" />;
}
