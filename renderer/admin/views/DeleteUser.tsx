import type { AdminPage } from '../../../main/web/admin/adminPage';
import { Icon } from '../../components/Icon';
import { Opening } from '../parts/Opening';
import { type AdminSaying, adminHref } from '../texts';

interface DeleteProps {
  readonly say: AdminSaying;
  readonly page: Extract<AdminPage, { kind: 'delete' }>;
}

/** Asks once more. */
export function DeleteUser({ say, page: { user, isUnsure } }: DeleteProps) {
  const { frame, t } = say;
  return (
    <>
      <Opening say={say} title={t('delete.title')} detail={t('delete.detail', { email: user.email })} />
      {isUnsure && (
        <div class="notice error" role="alert">
          <Icon name="alert" />
          <a href="#sure">{t('delete.unsure')}</a>
        </div>
      )}
      <form class="card" method="post" action={adminHref(frame, 'delete')}>
        <input type="hidden" name="token" value={frame.token} />
        <input type="hidden" name="id" value={user.id} />
        <label class="check">
          <input
            id="sure"
            name="sure"
            type="checkbox"
            value="yes"
            required
            aria-invalid={isUnsure ? true : undefined}
          />
          {t('delete.sure')}
        </label>
        <button type="submit" class="main danger">
          {t('delete.submit')}
        </button>
      </form>
      <ul class="ways">
        <li>
          <a href={adminHref(frame, 'user', { id: String(user.id) })}>{t('delete.keep')}</a>
        </li>
      </ul>
    </>
  );
}
