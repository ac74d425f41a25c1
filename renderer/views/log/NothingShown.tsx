import { useAppContext } from '../../appContext';
import type { LogModel } from './logModel';

interface Props {
  readonly model: LogModel;
  readonly busy: boolean;
  readonly showAll: () => void;
}

/** Why the table is empty, in its place. */
export function NothingShown({ model, busy, showAll }: Props) {
  const { t } = useAppContext();
  if (busy) return null;
  const isEmpty = model.count === 0;
  return (
    <div class="nothing">
      <p class="strong">{isEmpty ? t.log.empty : t.log.nothingMatches}</p>
      <p class="second">{isEmpty ? t.log.emptyDetail : t.log.nothingMatchesDetail}</p>
      {!isEmpty && (
        <button type="button" onClick={showAll}>
          {t.log.clearFilter}
        </button>
      )}
    </div>
  );
}
