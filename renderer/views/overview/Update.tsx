import { useAppContext } from '../../appContext';
import { UpdateNotice } from '../../components/UpdateNotice';

/** That a newer version is there, unless the person wants to hear of it later. */
export function Update() {
  const { update } = useAppContext().snapshot;
  return 'newer' in update && !update.newer.later ? <UpdateNotice update={update} canWait /> : null;
}
