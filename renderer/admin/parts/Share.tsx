interface ShareProps {
  readonly of: number;
  /** The largest one, which is a whole line. */
  readonly most: number;
}

/** How large something is beside the largest, for the eye alone: the number stands in the row. */
export function Share({ of, most }: ShareProps) {
  const width = most > 0 ? Math.round((of / most) * 1_000) / 10 : 0;
  return (
    <svg class="share" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <path d={`M0 0h${width}v1h-${width}z`} />
    </svg>
  );
}
