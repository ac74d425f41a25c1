import { type Drawing, drawQrCode } from '../../components/drawQrCode';
import { Icon } from '../../components/Icon';
import { CopyValue } from '../parts/CopyValue';
import { Opening } from '../parts/Opening';
import { Ways } from '../parts/Ways';
import { hrefOf, type Saying } from '../texts';

interface PairingProps {
  readonly say: Saying;
  readonly address: string;
  readonly text: string;
}

/** With more characters its dots are too fine for a camera. */
const MOST_CHARACTERS = 700;

/** The code that a device scans, and what to type into one that cannot. With the script it hides by itself. */
export function Pairing({ say, address, text }: PairingProps) {
  const { frame, t } = say;
  const drawing = text.length > MOST_CHARACTERS ? undefined : drawQrCode(text);
  return (
    <>
      <Opening say={say} title={t('pairing.title')} detail={t('pairing.detail')} />
      {drawing ? (
        <Code say={say} drawing={drawing} />
      ) : (
        <p class="notice">
          <Icon name="info" />
          {t('pairing.tooLong')}
        </p>
      )}
      <dl class="card rows">
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
      </dl>
      <Ways say={say} to={[['account', 'common.back']]} />
    </>
  );
}

function Code({ say: { frame, t }, drawing }: { readonly say: Saying; readonly drawing: Drawing }) {
  const back = hrefOf(frame, 'account');
  const { size, path } = drawing;
  return (
    <section class="card pairing" data-hides={back}>
      <svg class="code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('pairing.picture')}>
        <path class="paper" d={`M0 0h${size}v${size}H0z`} />
        <path d={path} />
      </svg>
      <p class="small">
        {t('pairing.secret')}{' '}
        <span hidden data-with-script>
          {t('pairing.hides')}
        </span>
      </p>
      <a class="button" href={back}>
        {t('pairing.hide')}
      </a>
    </section>
  );
}
