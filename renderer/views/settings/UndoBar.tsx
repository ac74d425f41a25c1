import { useEffect, useState } from 'preact/hooks';
import { systemProblem } from '../../../main/texts';
import { useAppContext } from '../../appContext';
import { problemSentence } from '../../components/problemSentence';
import type { UndoableChange } from './useSetting';

/** How long there is time to undo, in milliseconds. */
const OFFERED_MS = 12_000;

/** What was changed last, for a while, with the way back. Time stands still while somebody is at it. */
export function UndoBar({ done, dismiss }: { done: UndoableChange | undefined; dismiss: () => void }) {
  const { t, f } = useAppContext();
  const [held, setHeld] = useState(false);
  const [said, setSaid] = useState<{ readonly of: UndoableChange; readonly text: string }>();
  const [busy, setBusy] = useState(false);
  const steps = useFocusSteps();
  useEffect(() => {
    if (!done || held || busy) return;
    const timer = setTimeout(dismiss, OFFERED_MS);
    return () => clearTimeout(timer);
  }, [done, held, busy, steps, dismiss]);

  const undo = async (wanted: UndoableChange) => {
    if (busy || !wanted.undo) return;
    setBusy(true);
    const result = await wanted.undo();
    setBusy(false);
    // The button goes, and whoever was at it.
    setHeld(false);
    const { undone, notUndone } = t.settings.done;
    const text =
      result.kind === 'refused'
        ? notUndone(problemSentence(t, f, result.problem))
        : result.kind === 'failed'
          ? t.problems.failed(systemProblem(result.trouble, t))
          : undone;
    setSaid({ of: wanted, text });
  };
  const ended = said !== undefined && said.of === done;
  return (
    <div class="undo-place" role="status" aria-label={t.settings.done.label}>
      {done && (
        <div
          class="undo"
          aria-busy={busy}
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocusIn={() => setHeld(true)}
          onFocusOut={() => setHeld(false)}
        >
          <span>{ended ? said.text : done.text}</span>
          {done.undo && !ended && (
            <button type="button" onClick={() => void undo(done)}>
              {t.common.undo}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** A number that grows with every step of the focus: whoever is on the way by keyboard gets the time to arrive. */
function useFocusSteps(): number {
  const [steps, setSteps] = useState(0);
  useEffect(() => {
    const step = () => setSteps((count) => count + 1);
    document.addEventListener('focusin', step);
    return () => document.removeEventListener('focusin', step);
  }, []);
  return steps;
}
