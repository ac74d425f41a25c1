import type { FormState } from '../../../main/web/pages/page';
import { Field } from '../parts/Field';
import { Form } from '../parts/Form';
import { Opening } from '../parts/Opening';
import { Ways } from '../parts/Ways';
import type { Saying } from '../texts';

export function Register({ say, form }: { readonly say: Saying; readonly form: FormState }) {
  const { frame, t } = say;
  if (frame.mode === 'closed')
    return (
      <>
        <Opening say={say} title={t('register.closedTitle')} detail={t('register.closedDetail')} />
        <Ways say={say} to={[['login', 'register.login']]} />
      </>
    );
  return (
    <>
      <Opening say={say} title={t('register.title')} detail={t('register.detail')} />
      <Form say={say} form={form} to="register" submit="register.submit">
        {frame.mode === 'invite' && (
          <Field say={say} form={form} name="invite" label="field.invite" hint="field.inviteHint" />
        )}
        <Field say={say} form={form} name="email" label="field.email" />
        <Field
          say={say}
          form={form}
          name="password"
          label="field.password"
          hint="field.passwordHint"
          autocomplete="new-password"
        />
      </Form>
      <Ways say={say} form={form} to={[['login', 'register.login']]} />
    </>
  );
}
