import type { FormState } from '../../../main/web/pages/page';
import { Field } from '../parts/Field';
import { Form, problemOf, problemText } from '../parts/Form';
import { Opening } from '../parts/Opening';
import { Owner } from '../parts/Owner';
import { Ways } from '../parts/Ways';
import type { Saying } from '../texts';

export function Delete({ say, form }: { readonly say: Saying; readonly form: FormState }) {
  const email = say.frame.email ?? '';
  const problem = problemOf(form, 'sure');
  return (
    <>
      <Opening say={say} title={say.t('delete.title')} detail={say.t('delete.detail', { email })} />
      <Form say={say} form={form} to="account/delete" submit="delete.submit" danger>
        <Owner email={say.frame.email} />
        <Field say={say} form={form} name="password" label="field.presentPassword" />
        <div class="field">
          <label class="check">
            <input
              id="sure"
              name="sure"
              type="checkbox"
              value="yes"
              required
              aria-invalid={problem ? true : undefined}
              aria-describedby={problem && 'sure-wrong'}
            />
            {say.t('delete.sure')}
          </label>
          {problem && (
            <p id="sure-wrong" class="wrong">
              {problemText(say, problem)}
            </p>
          )}
        </div>
      </Form>
      <Ways say={say} to={[['account', 'delete.keep']]} />
    </>
  );
}
