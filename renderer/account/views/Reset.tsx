import type { FormState } from '../../../main/web/pages/page';
import { Field } from '../parts/Field';
import { Form } from '../parts/Form';
import { Opening } from '../parts/Opening';
import { Owner } from '../parts/Owner';
import { Ways } from '../parts/Ways';
import type { Saying } from '../texts';

export function Reset({ say, form }: { readonly say: Saying; readonly form: FormState }) {
  const { email } = form.values;
  return (
    <>
      <Opening say={say} title={say.t('reset.title')} detail={say.t('reset.detail')} />
      <Form say={say} form={form} to="reset" submit="reset.submit">
        {email && <Owner email={email} name="email" />}
        <Field say={say} form={form} name="code" label="field.code" hint="field.codeHint" />
        <Field say={say} form={form} name="newPassword" label="field.newPassword" hint="field.passwordHint" />
      </Form>
      <Ways say={say} to={[['forgot', 'reset.forgot']]} form={form} />
    </>
  );
}
