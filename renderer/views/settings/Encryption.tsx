import { useContext, useState } from 'preact/hooks';
import type { TlsSetting } from '../../../preload/views';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { Notice } from '../../components/Notice';
import { CertificateFacts } from './CertificateFacts';
import { EncryptionOption } from './EncryptionOption';
import { SettingTrouble } from './SettingRow';
import { ChangeMadeContext, useSetting } from './useSetting';

/** Whether what passes can be read on the way, and by which certificate not. */
export function Encryption() {
  const { snapshot, t } = useAppContext();
  const { certificate, settings } = snapshot;
  const { tls } = settings;
  const { setting, chosen, turn, chooseFiles, renew, save, notSaved } = useEncryption();
  const texts = t.settings.encryption;
  const own = tls.kind === 'selfSigned';
  const option = (kind: TlsSetting['kind']) => ({ kind, chosen: chosen === kind });
  return (
    <div role="radiogroup" aria-labelledby="settings-encryption" aria-busy={setting.busy}>
      <EncryptionOption
        {...option('off')}
        choose={() => turn('off')}
        title={texts.off}
        means={texts.offMeans}
      />
      <EncryptionOption
        {...option('selfSigned')}
        choose={() => turn('selfSigned')}
        title={texts.own}
        means={own ? undefined : texts.ownMeans}
        more={own && <CertificateFacts certificate={certificate} own />}
      >
        {own && (
          <button type="button" onClick={renew}>
            {texts.renew}
          </button>
        )}
        {own && certificate && (
          <button type="button" onClick={() => void save()}>
            {texts.save}
          </button>
        )}
      </EncryptionOption>
      <EncryptionOption
        {...option('files')}
        choose={chooseFiles}
        title={texts.files}
        means={texts.filesMean}
        more={tls.kind === 'files' && <Files tls={tls} />}
      >
        <button type="button" onClick={chooseFiles}>
          {texts.choose}
        </button>
      </EncryptionOption>
      <div class="beneath">
        <SettingTrouble id="tls-trouble" setting={setting} />
        {notSaved !== undefined && (
          <Notice kind="error" title={texts.notSaved} text={notSaved} actions={[]} />
        )}
      </div>
    </div>
  );
}

/** Where the person's own certificate and key are, and what the certificate says. */
function Files({ tls }: { tls: Extract<TlsSetting, { kind: 'files' }> }) {
  const { snapshot, t } = useAppContext();
  const { certificateFile, keyFile } = t.settings.encryption;
  return (
    <>
      <dl class="paths">
        <dt>{certificateFile}</dt>
        <dd class="mono">{tls.certificatePath}</dd>
        <dt>{keyFile}</dt>
        <dd class="mono">{tls.keyPath}</dd>
      </dl>
      <CertificateFacts certificate={snapshot.certificate} own={false} />
    </>
  );
}

/** What can be done about encryption, one after the other. */
function useEncryption() {
  const { snapshot, t } = useAppContext();
  const { tls } = snapshot.settings;
  const { changed, saved } = t.settings.encryption;
  const setting = useSetting();
  const tell = useContext(ChangeMadeContext);
  const [wanted, setWanted] = useState<TlsSetting['kind']>('off');
  const [notSaved, setNotSaved] = useState<string>();

  const begin = (kind: TlsSetting['kind']) => {
    setWanted(kind);
    setNotSaved(undefined);
  };
  const turn = (kind: 'off' | 'selfSigned') => {
    begin(kind);
    void setting.change({ tls: { kind } }, changed[kind]);
  };
  const chooseFiles = () => {
    begin('files');
    void setting.ask(
      () => relay.chooseCertificate(),
      (before) => ({ text: changed.files, undo: () => relay.change({ tls: before.tls }) }),
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
    if (result.kind === 'saved') tell({ text: saved });
  };
  return { setting, chosen: setting.busy ? wanted : tls.kind, turn, chooseFiles, renew, save, notSaved };
}
