import { useEffect, useState } from 'preact/hooks';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { Icon } from '../../components/Icon';

/** How long the check stays after copying, in milliseconds. */
const CHECK_MS = 1_500;

/** Copies the lines that are shown; their text is made only when somebody asks for it. */
export function CopyShown({ clipboardText }: { clipboardText: () => string }) {
  const { t } = useAppContext();
  const [copied, setCopied] = useState(0);
  useEffect(() => {
    if (copied === 0) return;
    const timer = setTimeout(() => setCopied(0), CHECK_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    const text = clipboardText();
    if (text !== '' && (await relay.copy({ kind: 'shownText', text }))) setCopied((times) => times + 1);
  };
  return (
    <span class="copy">
      <button
        type="button"
        class="icon"
        aria-label={t.log.copyShown}
        title={t.log.copyShown}
        onClick={() => void copy()}
      >
        <Icon name={copied ? 'check' : 'copy'} />
      </button>
      <span class="unseen" role="status">
        {copied ? t.common.copied : ''}
      </span>
    </span>
  );
}
