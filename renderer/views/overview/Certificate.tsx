import { useState } from 'preact/hooks';
import type { SaveResult } from '../../../preload/contract';
import type { CertificateView } from '../../../preload/views';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { CopyButton } from '../../components/CopyButton';
import { certificateAge, fingerprintLines } from '../../components/fingerprint';
import { Icon } from '../../components/Icon';

/** With what the relay proves who it is, or what it means that it does not. */
export function Certificate() {
  const { snapshot } = useAppContext();
  if (snapshot.certificate) return <CertificateCard certificate={snapshot.certificate} />;
  const { tls, reach } = snapshot.settings;
  return tls.kind === 'off' && reach === 'network' ? <Unencrypted /> : null;
}

function CertificateCard({ certificate }: { certificate: CertificateView }) {
  const { snapshot, t } = useAppContext();
  const say = t.overview.certificate;
  const own = snapshot.settings.tls.kind === 'selfSigned';
  return (
    <section class="card lead certificate" aria-labelledby="certificate">
      <span class="sign on">
        <Icon name="lock" />
      </span>
      <div>
        <h2 id="certificate">{own ? say.own : say.files}</h2>
        <p class="second">{say.compare}</p>
        <p class="mono second fingerprint">
          <span class="unseen">{say.fingerprint} </span>
          {fingerprintLines(certificate.fingerprint).map((line) => (
            <span key={line}>{line} </span>
          ))}
        </p>
        <CopyButton what={{ kind: 'fingerprint' }} name={say.copyFingerprint} />
        <Validity until={certificate.validUntil} own={own} />
        {own && <SaveButton />}
      </div>
    </section>
  );
}

function Validity({ until, own }: { until: number; own: boolean }) {
  const { t, f, go } = useAppContext();
  const say = t.overview.certificate;
  const age = certificateAge(until, Date.now());
  const date = f.date(until);
  if (age === 'valid') return <p class="third">{say.validUntil(date)}</p>;
  const text = age === 'ended' ? say.ended(date) : own ? say.endsOwn(date) : say.endsFiles(date);
  return (
    <p class="ending">
      {text}{' '}
      <button type="button" class="link" onClick={() => go({ panel: 'settings' })}>
        {say.settings}
      </button>
    </p>
  );
}

function SaveButton() {
  const { t } = useAppContext();
  const say = t.overview.certificate;
  const [result, setResult] = useState<SaveResult>();
  const save = async () => {
    setResult(undefined);
    setResult(await relay.saveCertificate());
  };
  return (
    <div class="actions">
      <button type="button" onClick={() => void save()}>
        {say.save}
      </button>
      <p role="status" class={result?.kind === 'failed' ? 'refusal' : 'second'}>
        {result?.kind === 'saved' && say.saved}
        {result?.kind === 'failed' && say.notSaved(result.text)}
      </p>
    </div>
  );
}

function Unencrypted() {
  const { t, go } = useAppContext();
  const say = t.overview.unencrypted;
  return (
    <p class="quiet-line">
      {say.text}{' '}
      <button type="button" class="link" onClick={() => go({ panel: 'settings' })}>
        {say.action}
      </button>
    </p>
  );
}
