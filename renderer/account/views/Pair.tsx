import type { FormState } from '../../../main/web/pages/page';
import { Field } from '../parts/Field';
import { Form } from '../parts/Form';
import { Opening } from '../parts/Opening';
import { Owner } from '../parts/Owner';
import { Ways } from '../parts/Ways';
import type { Saying } from '../texts';

export function Pair({ say, form }: { readonly say: Saying; readonly form: FormState }) {
  return (
    <>
      <Opening say={say} title={say.t('pair.title')} detail={say.t('pair.detail')} />
      <Form say={say} form={form} to="account/pairing" submit="pair.submit">
        <Owner email={say.frame.email} />
        <Field say={say} form={form} name="password" label="field.presentPassword" />
      </Form>
      <Ways say={say} to={[['account', 'common.back']]} />
    </>
  );
}
