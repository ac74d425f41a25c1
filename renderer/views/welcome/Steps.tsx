import { useAppContext } from '../../appContext';
import { Icon } from '../../components/Icon';

const ORDER = ['meet', 'add', 'keep'] as const;

export type Step = (typeof ORDER)[number];

/** Where one is among the first steps. */
export function Steps({ now }: { now: Step }) {
  const { t } = useAppContext();
  return (
    <nav class="steps" aria-label={t.welcome.stepsLabel}>
      <ol>
        {ORDER.map((step, i) => {
          const done = i < ORDER.indexOf(now);
          return (
            <li key={step} class={done ? 'done' : ''} aria-current={step === now ? 'step' : undefined}>
              <span class="number" aria-hidden="true">
                {done ? <Icon name="check" /> : i + 1}
              </span>
              <span>{t.welcome.steps[step]}</span>
              {done && <span class="unseen">, {t.welcome.done}</span>}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
