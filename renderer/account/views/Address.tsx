import type { FormState } from '../../../main/web/pages/page';
import { Field } from '../parts/Field';
import { Form } from '../parts/Form';
import { Opening } from '../parts/Opening';
import { Ways } from '../parts/Ways';
import type { Saying } from '../texts';

export function Address({ say, form }: { readonly say: Saying; readonly form: FormState }) {
  const email = say.frame.email ?? '';
  return (
    <>
      <Opening say={say} title={say.t('address.title')} detail={say.t('address.detail', { email })} />
      <Form say={say} form={form} to="account/address" submit="address.submit">
        <Field say={say} form={form} name="email" label="field.newEmail" autocomplete="email" />
        <Field say={say} form={form} name="password" label="field.presentPassword" />
      </Form>
      <Ways
        say={say}
        to={[
          ['account/address?code=', 'address.code'],
          ['account', 'common.back'],
        ]}
      />
    </>
  );
}
