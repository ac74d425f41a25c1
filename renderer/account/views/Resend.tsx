import type { FormState } from '../../../main/web/pages/page';
import { Field } from '../parts/Field';
import { Form } from '../parts/Form';
import { Opening } from '../parts/Opening';
import { Ways } from '../parts/Ways';
import type { Saying } from '../texts';

export function Resend({ say, form }: { readonly say: Saying; readonly form: FormState }) {
  return (
    <>
      <Opening say={say} title={say.t('resend.title')} detail={say.t('resend.detail')} />
      <Form say={say} form={form} to="verify/resend" submit="resend.submit">
        <Field say={say} form={form} name="email" label="field.email" />
      </Form>
      <Ways say={say} form={form} to={[['verify', 'resend.verify']]} />
    </>
  );
}
