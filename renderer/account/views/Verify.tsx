import type { FormState } from '../../../main/web/pages/page';
import { Field } from '../parts/Field';
import { Form } from '../parts/Form';
import { Opening } from '../parts/Opening';
import { Ways } from '../parts/Ways';
import type { Saying } from '../texts';

export function Verify({ say, form }: { readonly say: Saying; readonly form: FormState }) {
  return (
    <>
      <Opening say={say} title={say.t('verify.title')} detail={say.t('verify.detail')} />
      <Form say={say} form={form} to="verify" submit="verify.submit">
        <Field say={say} form={form} name="email" label="field.email" />
        <Field say={say} form={form} name="code" label="field.code" hint="field.codeHint" />
      </Form>
      <Ways say={say} form={form} to={[['verify/resend', 'verify.resend']]} />
    </>
  );
}
