import type { FieldName, FormState } from '../../../main/web/pages/page';
import { Icon } from '../../components/Icon';
import type { AccountText, Saying } from '../texts';
import { problemOf, problemText } from './Form';

interface FieldProps {
  readonly say: Saying;
  readonly form: FormState;
  readonly name: Exclude<FieldName, 'sure'>;
  readonly label: AccountText;
  readonly hint?: AccountText;
  /** Where it is another than is usual for such a field. */
  readonly autocomplete?: 'new-password' | 'email';
}

/** What browsers and their password managers are told of each field. An address may have letters that `email` refuses. */
const KINDS = {
  email: { type: 'text', inputMode: 'email', autocomplete: 'username' },
  password: { type: 'password', autocomplete: 'current-password' },
  newPassword: { type: 'password', autocomplete: 'new-password' },
  code: { type: 'text', autocomplete: 'one-time-code' },
  invite: { type: 'text', autocomplete: 'off' },
} as const;

/** A field with its label, a hint, and what is wrong with it. Where the first thing is wrong, the page begins. */
export function Field({ say, form, name, label, hint, autocomplete }: FieldProps) {
  const kind = KINDS[name];
  const problem = problemOf(form, name);
  const value = name === 'password' || name === 'newPassword' ? undefined : form.values[name];
  const described = [hint && `${name}-hint`, problem && `${name}-wrong`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={name}>{say.t(label)}</label>
      {hint && (
        <p id={`${name}-hint`} class="hint">
          {say.t(hint)}
        </p>
      )}
      <div class={kind.type === 'password' ? 'with-eye' : undefined}>
        <input
          id={name}
          name={name}
          {...kind}
          autocomplete={autocomplete ?? kind.autocomplete}
          class={name === 'code' || name === 'invite' ? 'mono' : undefined}
          autocapitalize="none"
          spellcheck={false}
          required
          value={value}
          aria-invalid={problem ? true : undefined}
          aria-describedby={described || undefined}
          autofocus={problem !== undefined && problem === form.problems[0]}
        />
        {kind.type === 'password' && <Eye say={say} field={name} />}
      </div>
      {problem && (
        <p id={`${name}-wrong`} class="wrong">
          {problemText(say, problem)}
        </p>
      )}
    </div>
  );
}

/** Works with the script alone, which shows it. */
function Eye({ say: { t }, field }: { readonly say: Saying; readonly field: string }) {
  return (
    <button
      type="button"
      class="icon"
      hidden
      data-eye={field}
      data-hide={t('common.hidePassword')}
      aria-label={t('common.showPassword')}
      title={t('common.showPassword')}
    >
      <Icon name="eye" />
      <Icon name="eyeOff" />
    </button>
  );
}
