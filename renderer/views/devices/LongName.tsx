import { splitName } from './splitName';

/** A name that is shortened in its middle where it does not fit; whole for those who hear it, or point at it. */
export function LongName({ name }: { name: string }) {
  const { head, tail } = splitName(name);
  if (tail === '') return <span class="strong">{name}</span>;
  return (
    <span class="strong long-name" title={name} dir="auto">
      <span class="unseen">{name}</span>
      <span class="head" aria-hidden="true">
        {head}
      </span>
      <span class="tail" aria-hidden="true">
        {tail}
      </span>
    </span>
  );
}
