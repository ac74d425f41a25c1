import type { FormState } from '../../../main/web/pages/page';
import { Field } from '../parts/Field';
import { Form } from '../parts/Form';
import { Opening } from '../parts/Opening';
import { Owner } from '../parts/Owner';
import { Ways } from '../parts/Ways';
import type { Saying } from '../texts';

export function Password({ say, form }: { readonly say: Saying; readonly form: FormState }) {
  return (
    <>
      <Opening say={say} title={say.t('password.title')} detail={say.t('password.detail')} />
      <Form say={say} form={form} to="account/password" submit="password.submit">
        <Owner email={say.frame.email} />
        <Field say={say} form={form} name="password" label="field.presentPassword" />
        <Field say={say} form={form} name="newPassword" label="field.newPassword" hint="field.passwordHint" />
      </Form>
      <Ways
        say={say}
        to={[
          ['forgot', 'password.forgot'],
          ['account', 'common.back'],
        ]}
      />
    </>
  );
}
