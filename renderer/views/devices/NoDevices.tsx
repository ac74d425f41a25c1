import { useAppContext } from '../../appContext';

/** Before the first device came. */
export function NoDevices() {
  const { t, go } = useAppContext();
  return (
    <div class="nobody">
      <Drawing />
      <h2>{t.devices.empty.title}</h2>
      <p class="second">{t.devices.empty.text}</p>
      <button type="button" class="main" onClick={() => go({ panel: 'addDevice' })}>
        {t.devices.add}
      </button>
    </div>
  );
}

/** A phone and a laptop, and the bucket between them. */
const Drawing = () => (
  <svg class="drawing" width="176" height="44" viewBox="0 0 176 44" aria-hidden="true" focusable="false">
    <path d="M6 2h16a3 3 0 0 1 3 3v33a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3z M12 35h4" />
    <path class="dotted" d="M37 25h17 M111 25h17" />
    <path
      class="bucket"
      d="M69 20.5h28 M72 20.5l3.4 15.6a2 2 0 0 0 2 1.6h11.2a2 2 0 0 0 2-1.6L94 20.5 M72 20.5v-2a11 11 0 0 1 22 0v2"
    />
    <path d="M143 14h24a3 3 0 0 1 3 3v17.5h-30V17a3 3 0 0 1 3-3z M136 41h38" />
  </svg>
);
