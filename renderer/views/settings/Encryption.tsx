import type { ComponentChildren } from 'preact';
import { useContext, useState } from 'preact/hooks';
import type { CertificateView, TlsSetting } from '../../../preload/views';
import { relay } from '../../bridge';
import { Notice } from '../../parts/Notice';
import { useNow, useSurroundings } from '../../surroundings';
import { fingerprintLines } from './fingerprintLines';
import { SettingTrouble } from './SettingRow';
import { DoneContext, useSetting } from './useSetting';

/** So long before its end a certificate asks for a successor, in milliseconds. */
const SOON_MS = 30 * 24 * 60 * 60_000;
const HOUR_MS = 60 * 60_000;

/** Whether what passes can be read on the way, and by which certificate not. */
export function Encryption() {
  const { snapshot, t } = useSurroundings();
  const { tls } = snapshot.settings;
  const setting = useSetting();
  const tell = useContext(DoneContext);
  const [wanted, setWanted] = useState<TlsSetting['kind']>('off');
  const [notSaved, setNotSaved] = useState<string>();
  const chosen = setting.busy ? wanted : tls.kind;
  const texts = t.settings.encryption;

  const begin = (kind: TlsSetting['kind']) => {
    setWanted(kind);
    setNotSaved(undefined);
  };
  const turn = (kind: 'off' | 'selfSigned') => {
    begin(kind);
    void setting.change({ tls: { kind } }, texts.changed[kind]);
  };
  const chooseFiles = () => {
    begin('files');
    void setting.ask(
      () => relay.chooseCertificate(),
      (before) => ({ text: texts.changed.files, undo: () => relay.change({ tls: before.tls }) }),
    );
  };
  const renew = () => {
    begin(tls.kind);
    void setting.ask(() => relay.replaceCertificate());
  };
  const save = async () => {
    setting.forget();
    const result = await relay.saveCertificate();
    setNotSaved(result.kind === 'failed' ? result.text : undefined);
    if (result.kind === 'saved') tell({ text: texts.saved });
  };
  const option = (kind: TlsSetting['kind'], choose: () => void) => ({
    kind,
    chosen: chosen === kind,
    choose,
    name: 'tls',
  });
  return (
    <div role="radiogroup" aria-labelledby="settings-encryption" aria-busy={setting.busy}>
      <Option {...option('off', () => turn('off'))} title={texts.off} means={texts.offMeans} />
      <Option
        {...option('selfSigned', () => turn('selfSigned'))}
        title={texts.own}
        means={tls.kind === 'selfSigned' ? undefined : texts.ownMeans}
        more={tls.kind === 'selfSigned' && <Certificate certificate={snapshot.certificate} own />}
      >
        {tls.kind === 'selfSigned' && (
          <>
            <button type="button" onClick={renew}>
              {texts.renew}
            </button>
            {snapshot.certificate && (
              <button type="button" onClick={() => void save()}>
                {texts.save}
              </button>
            )}
          </>
        )}
      </Option>
      <Option
        {...option('files', chooseFiles)}
        title={texts.files}
        means={texts.filesMean}
        more={
          tls.kind === 'files' && (
            <>
              <dl class="paths">
                <dt>{texts.certificateFile}</dt>
                <dd class="mono">{tls.certificatePath}</dd>
                <dt>{texts.keyFile}</dt>
                <dd class="mono">{tls.keyPath}</dd>
              </dl>
              <Certificate certificate={snapshot.certificate} own={false} />
            </>
          )
        }
      >
        <button type="button" onClick={chooseFiles}>
          {texts.choose}
        </button>
      </Option>
      <div class="beneath">
        <SettingTrouble id="tls-trouble" setting={setting} />
        {notSaved !== undefined && (
          <Notice kind="error" title={texts.notSaved} text={notSaved} actions={[]} />
        )}
      </div>
    </div>
  );
}

interface OptionProps {
  readonly name: string;
  readonly kind: string;
  readonly title: string;
  readonly means: string | undefined;
  readonly chosen: boolean;
  readonly choose: () => void;
  /** What is known of the chosen one. */
  readonly more?: ComponentChildren;
  readonly children?: ComponentChildren;
}

function Option({ name, kind, title, means, chosen, choose, more, children }: OptionProps) {
  const id = `${name}-${kind}`;
  return (
    <div class="setting-row option">
      <input
        type="radio"
        id={id}
        name={name}
        checked={chosen}
        aria-describedby={`${id}-means`}
        onChange={choose}
      />
      <div class="setting-text">
        <label for={id}>{title}</label>
        <div class="second" id={`${id}-means`}>
          {means}
          {more}
        </div>
      </div>
      {children && <div class="actions">{children}</div>}
    </div>
  );
}

/** Until when it holds, and by what it is recognised. */
function Certificate({ certificate, own }: { certificate: CertificateView | undefined; own: boolean }) {
  const { t, f } = useSurroundings();
  const now = useNow(HOUR_MS);
  const texts = t.settings.encryption;
  if (!certificate) return null;
  const soon = certificate.validUntil - now < SOON_MS;
  return (
    <>
      <p>
        <span class={soon ? 'soon' : ''}>{texts.validUntil(f.date(certificate.validUntil))}</span>{' '}
        {soon && own && texts.expiresSoon} {texts.fingerprint}
      </p>
      <div class="mono fingerprint">
        {fingerprintLines(certificate.fingerprint).map((line) => (
          <div key={line}>{line}</div>
        ))}
      </div>
    </>
  );
}
