import { useEffect, useState } from 'preact/hooks';
import type { Texts } from '../../../main/texts';
import { relay } from '../../bridge';
import { Icon } from '../../components/Icon';

/** How long it says so after copying, in milliseconds. */
const COPIED_MS = 1_500;

/** A button that copies the whole key, of which the row shows a part. */
export function CopyKey({ deviceKey, label, t }: { deviceKey: string; label: string; t: Texts }) {
  const [copied, setCopied] = useState<{ readonly done: boolean }>();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(undefined), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    setCopied({ done: await relay.copy({ kind: 'deviceKey', key: deviceKey }) });
  };
  return (
    <>
      <button
        type="button"
        class="with-icon"
        aria-label={t.devices.doTo(t.devices.copyKey, label)}
        onClick={() => void copy()}
      >
        <Icon name={copied ? (copied.done ? 'check' : 'alert') : 'copy'} />
        {t.devices.copyKey}
      </button>
      <span class="unseen" role="status">
        {copied && (copied.done ? t.common.copied : t.common.notCopied)}
      </span>
    </>
  );
}
