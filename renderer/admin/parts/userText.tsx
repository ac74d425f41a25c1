import type { ShownUser } from '../../../main/web/admin/adminPage';
import type { AdminSaying, AdminText } from '../texts';

/** What is so about a user, the most important of it: a block counts before all else. */
export function State({ say: { t }, user }: { readonly say: AdminSaying; readonly user: ShownUser }) {
  if (user.blocked) return <span class="state bad">{t('state.blocked')}</span>;
  if (!user.verified) return <span class="state open">{t('state.unverified')}</span>;
  return <span class="state">{t('state.verified')}</span>;
}

/** With what a user can log in. */
export function loginText({ hasPassword, hasLicence }: ShownUser): AdminText {
  if (hasPassword) return hasLicence ? 'login.both' : 'login.password';
  return hasLicence ? 'login.licence' : 'login.none';
}
