import type { Texts } from '../../../main/texts';
import type { UpdateView } from '../../../preload/views';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { UpdateNotice } from '../../components/UpdateNotice';

/** Which version this is, and whether there is a newer one. */
export function UpdateRow() {
  const { snapshot, t } = useAppContext();
  const { update, version } = snapshot;
  const isBusy = ['neverLooks', 'downloading', 'ready', 'installing'].includes(update.kind);
  return (
    <div class="setting-row">
      <div class="setting">
        <div class="setting-text">
          <div>{t.common.version(version)}</div>
          <div class="second" role="status">
            {answer(t, update)}
          </div>
        </div>
        {!isBusy && (
          <button type="button" onClick={() => void relay.checkForUpdates()}>
            {t.updates.check}
          </button>
        )}
      </div>
      {'newer' in update && <UpdateNotice update={update} />}
    </div>
  );
}

function answer({ updates }: Texts, update: UpdateView): string | undefined {
  switch (update.kind) {
    case 'checking':
    case 'newest':
    case 'noAnswer':
      return updates[update.kind];
    default:
      // Nobody asked, or the notice says it.
      return undefined;
  }
}
