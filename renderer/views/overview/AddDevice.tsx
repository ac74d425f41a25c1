import { useEffect, useRef } from 'preact/hooks';
import type { Destination } from '../../../preload/contract';
import { useAppContext } from '../../appContext';
import { ConnectionDetails } from './ConnectionDetails';
import { PairingCode } from './PairingCode';

/** What to type into a new device, and the same as a code. */
export function AddDevice({ adding }: { adding: Destination | undefined }) {
  const { snapshot, t, go } = useAppContext();
  const say = t.overview.add;
  const onlyHere = snapshot.settings.reach === 'computer';
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!adding) return;
    title.current?.closest('section')?.scrollIntoView({ block: 'start' });
    title.current?.focus({ preventScroll: true });
  }, [adding]);
  return (
    <section class={onlyHere ? 'card' : 'card adding'} aria-labelledby="add-device">
      <div>
        <h2 id="add-device" ref={title} tabIndex={-1}>
          {say.title}
        </h2>
        {onlyHere && (
          <p>
            {say.onlyHere}{' '}
            <button type="button" class="link" onClick={() => go({ panel: 'settings' })}>
              {say.changeReach}
            </button>
          </p>
        )}
        <p class="second">{say.text}</p>
        <ConnectionDetails />
      </div>
      {!onlyHere && <PairingCode />}
    </section>
  );
}
