import type { ConnectedDevice, Page } from '../../../main/web/pages/page';
import { Icon } from '../../components/Icon';
import { CopyValue } from '../parts/CopyValue';
import { Opening } from '../parts/Opening';
import { Traffic } from '../parts/Traffic';
import { type AccountText, hrefOf, type Saying } from '../texts';

type AccountPage = Extract<Page, { kind: 'account' }>;

/** What is so now, what to type into a device, and what can be changed. */
export function Account({ say, page }: { readonly say: Saying; readonly page: AccountPage }) {
  const { frame, t } = say;
  const { address, devices, traffic } = page;
  return (
    <>
      <Opening say={say} title={t('account.title', { count: devices.length })} detail={frame.email}>
        <form method="post" action={hrefOf(frame, 'logout')}>
          <input type="hidden" name="token" value={frame.token} />
          <button type="submit">{t('account.logOut')}</button>
        </form>
      </Opening>
      <Connect say={say} address={address} />
      <Devices say={say} devices={devices} />
      <Traffic say={say} traffic={traffic} />
      <Settings say={say} />
    </>
  );
}

function Connect({ say, address }: { readonly say: Saying; readonly address: string }) {
  const { frame, t } = say;
  return (
    <section class="card">
      <h2>{t('account.connect.title')}</h2>
      <p class="second">{t('account.connect.detail')}</p>
      <dl class="rows">
        <div class="row">
          <dt>{t('account.connect.address')}</dt>
          <dd>
            <CopyValue say={say} text={address} name={t('account.connect.copyAddress')} />
          </dd>
        </div>
        <div class="row">
          <dt>{t('account.connect.userName')}</dt>
          <dd>
            <CopyValue say={say} text={frame.email ?? ''} name={t('account.connect.copyUserName')} />
          </dd>
        </div>
        <div class="row">
          <dt>{t('account.connect.password')}</dt>
          <dd class="value">{t('account.connect.passwordText')}</dd>
        </div>
      </dl>
      <a class="button" href={hrefOf(frame, 'account/pairing')}>
        {t('account.connect.pair')}
      </a>
    </section>
  );
}

function Devices({ say, devices }: { readonly say: Saying; readonly devices: readonly ConnectedDevice[] }) {
  const { t, f } = say;
  return (
    <section class="group">
      <h2>{t('account.devices.title')}</h2>
      <div class="card list">
        {devices.length === 0 && <p class="second">{t('account.devices.none')}</p>}
        {devices.length > 0 && (
          <ul>
            {devices.map(({ name, ms }) => (
              <li key={name} class="device">
                <span class="badge on">
                  <Icon name="device" />
                </span>
                <div>
                  <p class="mono">{name}</p>
                  <p class="small">{t('account.devices.since', { duration: f.duration(ms) })}</p>
                </div>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function Settings({ say }: { readonly say: Saying }) {
  const { frame, t } = say;
  return (
    <section class="group">
      <h2>{t('account.settings.title')}</h2>
      <div class="card list">
        <Setting
          say={say}
          title="account.settings.address"
          detail={frame.email ?? ''}
          to="account/address"
          button="account.settings.change"
          name="account.settings.changeAddress"
        />
        <Setting
          say={say}
          title="account.settings.password"
          detail={t('account.settings.passwordDetail')}
          to="account/password"
          button="account.settings.change"
          name="account.settings.changePassword"
        />
        <Setting
          say={say}
          title="account.settings.delete"
          detail={t('account.settings.deleteDetail')}
          to="account/delete"
          button="account.settings.deleteButton"
        />
      </div>
    </section>
  );
}

interface SettingProps {
  readonly say: Saying;
  readonly title: AccountText;
  readonly detail: string;
  readonly to: string;
  readonly button: AccountText;
  /** What the button is called where it is read without its row. */
  readonly name?: AccountText;
}

function Setting({ say: { frame, t }, title, detail, to, button, name }: SettingProps) {
  return (
    <div class="setting">
      <div>
        <h3>{t(title)}</h3>
        <p class="small">{detail}</p>
      </div>
      <a class="button" href={hrefOf(frame, to)} aria-label={name && t(name)}>
        {t(button)}
      </a>
    </div>
  );
}
