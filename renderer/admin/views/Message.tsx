import type { AdminMessage } from '../../../main/web/admin/adminPage';
import { Opening } from '../parts/Opening';
import { type AdminSaying, adminHref } from '../texts';

export function Message({ say, message }: { readonly say: AdminSaying; readonly message: AdminMessage }) {
  const { frame, t } = say;
  return (
    <>
      <Opening say={say} title={t(`message.${message}.title`)} detail={t(`message.${message}.detail`)} />
      {message !== 'locked' && (
        <ul class="ways">
          <li>
            <a href={adminHref(frame, '')}>{t('message.home')}</a>
          </li>
        </ul>
      )}
    </>
  );
}
