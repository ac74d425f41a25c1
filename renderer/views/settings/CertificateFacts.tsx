import type { CertificateView } from '../../../preload/views';
import { useAppContext, useNow } from '../../appContext';
import { certificateAge, fingerprintLines } from '../../components/fingerprint';

const HOUR_MS = 60 * 60_000;

/** Until when it holds, and by what it is recognised. */
export function CertificateFacts({
  certificate,
  own,
}: {
  certificate: CertificateView | undefined;
  own: boolean;
}) {
  const { t, f } = useAppContext();
  const now = useNow(HOUR_MS);
  const texts = t.settings.encryption;
  if (!certificate) return null;
  const soon = certificateAge(certificate.validUntil, now) !== 'valid';
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
