import type { AdminPage } from '../../../main/web/admin/adminPage';
import { dateOf } from '../parts/dates';
import { Opening } from '../parts/Opening';
import { Pager } from '../parts/Pager';
import { Table } from '../parts/Table';
import { loginText, State } from '../parts/userText';
import { type AdminSaying, adminHref } from '../texts';

type UsersPage = Extract<AdminPage, { kind: 'users' }>;

interface UsersProps {
  readonly say: AdminSaying;
  readonly page: UsersPage;
}

/** All users, or those that were looked for. */
export function Users({ say, page }: UsersProps) {
  const { t } = say;
  const { all, blocked, part, next, isFirst } = page;
  return (
    <>
      <Opening
        say={say}
        title={t('users.title', { count: all })}
        detail={all > 0 ? t('users.blocked', { count: blocked }) : t('users.none')}
      >
        {all > 0 && <Search say={say} page={page} />}
      </Opening>
      {page.users.length > 0 ? <Found say={say} page={page} /> : all > 0 && <Nobody say={say} page={page} />}
      <Pager
        say={say}
        path=""
        query={part === '' ? {} : { part }}
        next={next === undefined ? undefined : { after: String(next) }}
        isFirst={isFirst}
      />
    </>
  );
}

function Search({ say: { frame, t }, page: { part } }: UsersProps) {
  return (
    <search>
      <form class="search" method="get" action={adminHref(frame, '')}>
        <label for="part">{t('users.search')}</label>
        <div>
          <input
            id="part"
            name="part"
            type="search"
            value={part}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
          />
          <button type="submit">{t('users.find')}</button>
        </div>
      </form>
    </search>
  );
}

function Found({ say, page: { users, part } }: UsersProps) {
  const { frame, t } = say;
  return (
    <Table
      caption={part === '' ? t('nav.users') : t('users.found', { part })}
      columns={[
        { name: t('users.address') },
        { name: t('users.state'), is: 'short' },
        { name: t('users.login'), is: 'short' },
        { name: t('users.made'), is: 'short' },
      ]}
      rows={users.map((user) => ({
        key: String(user.id),
        cells: [
          <a key="way" href={adminHref(frame, 'user', { id: String(user.id) })}>
            {user.email}
          </a>,
          <State key="state" say={say} user={user} />,
          t(loginText(user)),
          dateOf(say, user.created),
        ],
      }))}
    />
  );
}

function Nobody({ say: { frame, t }, page: { part } }: UsersProps) {
  return (
    <div class="card empty">
      <p>{part === '' ? t('users.noMore') : t('users.notFound', { part })}</p>
      <a href={adminHref(frame, '')}>{t('users.showAll')}</a>
    </div>
  );
}
