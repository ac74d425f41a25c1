interface Props {
  readonly label: string;
  readonly on: boolean;
  readonly toggle: () => void;
  /** The id of a text that says more about it. */
  readonly describedBy?: string | undefined;
}

export function Switch({ label, on, toggle, describedBy }: Props) {
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={on}
      aria-label={label}
      aria-describedby={describedBy}
      onClick={toggle}
    >
      <span class="knob" />
    </button>
  );
}
