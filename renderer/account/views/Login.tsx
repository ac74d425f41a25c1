import type { FormState } from '../../../main/web/pages/page';
import { Field } from '../parts/Field';
import { Form } from '../parts/Form';
import { Opening } from '../parts/Opening';
import { Ways } from '../parts/Ways';
import type { Saying } from '../texts';

export function Login({ say, form }: { readonly say: Saying; readonly form: FormState }) {
  const { next } = form.values;
  const isClosed = say.frame.mode === 'closed';
  return (
    <>
      <Opening say={say} title={say.t('login.title')} detail={say.t('login.detail')} />
      <Form say={say} form={form} to="login" submit="login.submit">
        {next && <input type="hidden" name="next" value={next} />}
        <Field say={say} form={form} name="email" label="field.email" />
        <Field say={say} form={form} name="password" label="field.password" />
      </Form>
      <Ways
        say={say}
        form={form}
        to={[
          ['forgot', 'login.forgot'],
          ['verify/resend', 'login.resend'],
          ...(isClosed ? [] : ([['register', 'login.register']] as const)),
        ]}
      />
    </>
  );
}
