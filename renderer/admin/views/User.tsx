import type { ComponentChildren } from 'preact';
import type { AdminPage, ShownUser, UserAction } from '../../../main/web/admin/adminPage';
import { Traffic } from '../../account/parts/Traffic';
import { wordsIn } from '../../account/texts';
import { dateOf } from '../parts/dates';
import { Opening } from '../parts/Opening';
import { loginText, State } from '../parts/userText';
import { type AdminSaying, adminHref } from '../texts';

interface UserProps {
  readonly say: AdminSaying;
  readonly page: Extract<AdminPage, { kind: 'user' }>;
}

/** One user: what is so, what can be done, and what passed. */
export function User({ say, page: { user, traffic } }: UserProps) {
  const { frame } = say;
  return (
    <>
      <Opening say={say} title={user.email} />
      <div class="columns">
        <div class="column">
          <Facts say={say} user={user} />
          <Traffic say={{ frame, ...wordsIn(frame.language) }} traffic={traffic} />
        </div>
        <Actions say={say} user={user} />
      </div>
    </>
  );
}

interface PartProps {
  readonly say: AdminSaying;
  readonly user: ShownUser;
}

function Facts({ say, user }: PartProps) {
  const { t } = say;
  return (
    <section class="group">
      <h2>{t('user.facts')}</h2>
      <dl class="card facts-of">
        <div>
          <dt>{t('users.state')}</dt>
          <dd>
            <State say={say} user={user} />
          </dd>
        </div>
        <div>
          <dt>{t('users.login')}</dt>
          <dd>{t(loginText(user))}</dd>
        </div>
        <div>
          <dt>{t('users.made')}</dt>
          <dd>{dateOf(say, user.created)}</dd>
        </div>
        <div>
          <dt>{t('user.number')}</dt>
          <dd>{user.id}</dd>
        </div>
      </dl>
    </section>
  );
}

function Actions({ say, user }: PartProps) {
  const { frame, t } = say;
  const able: readonly UserAction[] = [
    user.blocked ? 'unblock' : 'block',
    ...(user.verified ? [] : ['verify' as const]),
    'endSessions',
  ];
  return (
    <section class="group">
      <h2>{t('user.actions')}</h2>
      <div class="card list">
        {able.map((action) => (
          <Row key={action} say={say} action={action}>
            <form method="post" action={adminHref(frame, 'user')}>
              <input type="hidden" name="token" value={frame.token} />
              <input type="hidden" name="id" value={user.id} />
              <input type="hidden" name="action" value={action} />
              <button type="submit">{t(`user.${action}.button`)}</button>
            </form>
          </Row>
        ))}
        <Row say={say} action="delete">
          <a class="button" href={adminHref(frame, 'delete', { id: String(user.id) })}>
            {t('user.delete.button')}
          </a>
        </Row>
      </div>
    </section>
  );
}

interface RowProps {
  readonly say: AdminSaying;
  readonly action: UserAction | 'delete';
  readonly children: ComponentChildren;
}

function Row({ say: { t }, action, children }: RowProps) {
  return (
    <div class="setting">
      <div>
        <h3>{t(`user.${action}.title`)}</h3>
        <p class="small">{t(`user.${action}.detail`)}</p>
      </div>
      {children}
    </div>
  );
}
