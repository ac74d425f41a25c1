import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from '../../components/Icon';
import { CopyValue } from '../parts/CopyValue';
import { Opening } from '../parts/Opening';
import { type AccountText, hrefOf, type Saying } from '../texts';

/** What this relay is, and the ways to an account. */
export function Home({ say, address }: { readonly say: Saying; readonly address: string }) {
  const { t } = say;
  return (
    <>
      <Opening say={say} title={t('home.title')} detail={t('home.detail')} />
      <div class="home">
        <ul class="facts">
          <Fact say={say} icon="lock" title="home.private.title" detail="home.private.detail" />
          <Fact say={say} icon="home" title="home.own.title" detail="home.own.detail" />
          <Fact say={say} icon="devices" title="home.buckets.title" detail="home.buckets.detail">
            <CopyValue say={say} text={address} name={t('home.copyAddress')} />
          </Fact>
        </ul>
        <Start say={say} />
      </div>
    </>
  );
}

interface FactProps {
  readonly say: Saying;
  readonly icon: IconName;
  readonly title: AccountText;
  readonly detail: AccountText;
  readonly children?: ComponentChildren;
}

function Fact({ say: { t }, icon, title, detail, children }: FactProps) {
  return (
    <li>
      <span class="badge">
        <Icon name={icon} />
      </span>
      <div>
        <h2>{t(title)}</h2>
        <p class="second">{t(detail)}</p>
        {children}
      </div>
    </li>
  );
}

function Start({ say: { frame, t } }: { readonly say: Saying }) {
  const link = (path: string, text: AccountText, isMain: boolean) => (
    <a class={isMain ? 'button main' : 'button'} href={hrefOf(frame, path)}>
      {t(text)}
    </a>
  );
  return (
    <section class="card start">
      <h2>{t('home.start')}</h2>
      <p class="second">
        {frame.email === undefined ? t(STARTS[frame.mode]) : t('home.startLoggedIn', { email: frame.email })}
      </p>
      {frame.email === undefined ? (
        <>
          {frame.mode !== 'closed' && link('register', 'common.register', true)}
          {link('login', 'common.logIn', frame.mode === 'closed')}
        </>
      ) : (
        link('account', 'common.yourAccount', true)
      )}
    </section>
  );
}

const STARTS = {
  open: 'home.startDetail',
  invite: 'home.inviteDetail',
  closed: 'home.closedDetail',
} as const;
