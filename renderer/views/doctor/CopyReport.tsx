import { useEffect, useState } from 'preact/hooks';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { Icon } from '../../components/Icon';

/** How long it says so, in milliseconds. */
const SAID_MS = 1_500;

/** For somebody who helps from elsewhere. */
export function CopyReport() {
  const { t } = useAppContext();
  const [copied, setCopied] = useState<boolean>();
  useEffect(() => {
    if (copied === undefined) return;
    const timer = setTimeout(() => setCopied(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => setCopied(await relay.copy({ kind: 'doctorReport' }));
  return (
    <footer class="report">
      <button type="button" onClick={() => void copy()}>
        <Icon name={copied ? 'check' : 'copy'} />
        {t.doctor.copyReport}
      </button>
      <p class="third">{t.doctor.reportHint}</p>
      <span class="unseen" role="status">
        {copied !== undefined && (copied ? t.common.copied : t.common.notCopied)}
      </span>
    </footer>
  );
}
