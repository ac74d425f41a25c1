import { useAppContext } from '../../appContext';
import '../../styles/moving.css';
import { ReadRelay } from './ReadRelay';
import { SaveRelay } from './SaveRelay';

/** The relay as a file: from this computer to another one, and back. */
export function Moving() {
  const { t } = useAppContext();
  return (
    <>
      <p class="setting-row second">{t.moving.purpose}</p>
      <SaveRelay />
      <ReadRelay />
    </>
  );
}
