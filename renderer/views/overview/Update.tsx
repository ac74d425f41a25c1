import { UpdateNotice } from '../../parts/UpdateNotice';
import { useSurroundings } from '../../surroundings';

/** That a newer version is there, unless the person wants to hear of it later. */
export function Update() {
  const { update } = useSurroundings().snapshot;
  return 'newer' in update && !update.newer.later ? <UpdateNotice update={update} canWait /> : null;
}
