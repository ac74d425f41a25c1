import { useAppContext } from '../../appContext';
import type { LogModel } from './logModel';

/** Whether the log goes on, and how much of it is shown. */
export function Footer({ model, busy }: { model: LogModel; busy: boolean }) {
  const { t, f } = useAppContext();
  const { paused, waiting, count, first } = model;
  const matching = model.shown.length + waiting;
  return (
    <div class="log-foot">
      <span class="state-line">
        <span class={paused ? 'dot' : 'dot running'} aria-hidden="true" />
        {paused ? (waiting > 0 ? t.log.waiting(waiting, f) : t.log.paused) : t.log.live}
      </span>
      <span>
        {busy && t.log.searching}
        {!busy &&
          first &&
          (matching === count
            ? t.log.since(count, f.day(first.at, Date.now()), f)
            : t.log.matching(model.shown.length, count, f))}
      </span>
    </div>
  );
}
