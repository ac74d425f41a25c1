import type { ComponentChildren } from 'preact';

/** A line of a card: what it is on the left, the thing itself on the right. */
export function Row({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's fields, and these are shown values
    <div class="row" role="group" aria-label={label}>
      <span class="second label">{label}</span>
      <div>{children}</div>
    </div>
  );
}
