import { useState } from 'preact/hooks';
import { systemProblem } from '../../main/texts';
import type { ChangeResult } from '../../preload/views';
import { useAppContext } from '../appContext';
import { Icon } from './Icon';
import { problemSentence } from './problemSentence';

export interface Change {
  /** Asked of the main process; what came of it is shown by `Outcome`. */
  readonly run: (asked: Promise<ChangeResult>) => void;
  /** Why the last one did not do what was asked, in words; undefined when there is nothing to say. */
  readonly outcome: string | undefined;
}

/** A change that a button makes, and what came of it. */
export function useChange(): Change {
  const { t, f } = useAppContext();
  const [result, setResult] = useState<ChangeResult>();
  const run = async (asked: Promise<ChangeResult>) => {
    setResult(undefined);
    setResult(await asked);
  };
  const outcome =
    result?.kind === 'refused'
      ? t.problems.refused(problemSentence(t, f, result.problem))
      : result?.kind === 'failed'
        ? t.problems.failed(systemProblem(result.trouble, t))
        : undefined;
  return { run: (asked) => void run(asked), outcome };
}

/** Stands next to the button that made the change. */
export function Outcome({ change }: { change: Change }) {
  return (
    <div role="alert">
      {change.outcome !== undefined && (
        <p class="outcome">
          <Icon name="alert" />
          <span>{change.outcome}</span>
        </p>
      )}
    </div>
  );
}
