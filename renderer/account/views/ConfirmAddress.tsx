import type { FormState } from '../../../main/web/pages/page';
import { Field } from '../parts/Field';
import { Form } from '../parts/Form';
import { Opening } from '../parts/Opening';
import { Ways } from '../parts/Ways';
import type { Saying } from '../texts';

export function ConfirmAddress({ say, form }: { readonly say: Saying; readonly form: FormState }) {
  const email = say.frame.email ?? '';
  return (
    <>
      <Opening
        say={say}
        title={say.t('confirmAddress.title')}
        detail={say.t('confirmAddress.detail', { email })}
      />
      <Form say={say} form={form} to="account/address" submit="confirmAddress.submit">
        <Field say={say} form={form} name="code" label="field.code" hint="field.codeHint" />
      </Form>
      <Ways
        say={say}
        to={[
          ['account/address', 'confirmAddress.again'],
          ['account', 'common.back'],
        ]}
      />
    </>
  );
}
