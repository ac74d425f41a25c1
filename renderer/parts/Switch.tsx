export function Switch({ label, on, toggle }: { label: string; on: boolean; toggle: () => void }) {
  return (
    <button type="button" role="switch" class="switch" aria-checked={on} aria-label={label} onClick={toggle}>
      <span class="knob" />
    </button>
  );
}
