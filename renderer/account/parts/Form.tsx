import type { ComponentChildren } from 'preact';
import type { FieldName, FormProblem, FormState } from '../../../main/web/pages/page';
import { Icon } from '../../components/Icon';
import { type AccountText, hrefOf, type Saying } from '../texts';

interface FormProps {
  readonly say: Saying;
  readonly form: FormState;
  /** The page that it is sent to, from /v1/ on. */
  readonly to: string;
  readonly submit: AccountText;
  /** What it does cannot be undone. */
  readonly danger?: boolean;
  readonly children?: ComponentChildren;
}

/** A form with what was wrong with it on top, and its one button at the end. */
export function Form({ say, form, to, submit, danger = false, children }: FormProps) {
  const { frame, t } = say;
  return (
    <>
      <Problems say={say} problems={form.problems} />
      <form class="card" method="post" action={hrefOf(frame, to)}>
        <input type="hidden" name="token" value={frame.token} />
        {children}
        <button type="submit" class={danger ? 'main danger' : 'main'}>
          {t(submit)}
        </button>
      </form>
    </>
  );
}

/** The problems that are about a field lead to it, and one that is mended on another page leads there. */
function Problems({ say, problems }: { readonly say: Saying; readonly problems: readonly FormProblem[] }) {
  if (problems.length === 0) return null;
  const [first] = problems;
  return (
    <div class="notice error" role="alert">
      <Icon name="alert" />
      <div>
        {problems.length === 1 && first ? (
          <ProblemLine say={say} problem={first} />
        ) : (
          <>
            <p class="strong">{say.t('problem.summary', { count: problems.length })}</p>
            <ul>
              {problems.map((problem) => (
                <li key={problem.kind}>
                  <ProblemLine say={say} problem={problem} />
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}

function ProblemLine({ say, problem }: { readonly say: Saying; readonly problem: FormProblem }) {
  const text = problemText(say, problem);
  if (problem.kind === 'noPassword') return <a href={hrefOf(say.frame, 'forgot')}>{text}</a>;
  return problem.field === undefined ? <p>{text}</p> : <a href={`#${problem.field}`}>{text}</a>;
}

export function problemText({ t, f }: Saying, { kind, field, ms = 0 }: FormProblem): string {
  if (kind === 'missing') return t(`problem.missing.${field ?? 'email'}`);
  if (kind !== 'throttled') return t(`problem.${kind}`);
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  const wait = seconds < 120 ? t('wait.seconds', { count: seconds }) : f.duration(ms);
  return t('problem.throttled', { seconds, wait });
}

/** The first of the problems that is about this field. */
export const problemOf = (form: FormState, field: FieldName): FormProblem | undefined =>
  form.problems.find((problem) => problem.field === field);
