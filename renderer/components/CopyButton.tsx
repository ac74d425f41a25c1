import { useEffect, useState } from 'preact/hooks';
import type { Copyable } from '../../preload/contract';
import { useAppContext } from '../appContext';
import { relay } from '../bridge';
import { Icon } from './Icon';

/** How long the check stays after copying, in milliseconds. */
const CHECK_MS = 1_500;

/** `name` says what is copied, to those who do not see what the button stands beside. */
export function CopyButton({ what, name }: { what: Copyable; name: string }) {
  const { t } = useAppContext();
  const [copied, setCopied] = useState<{ readonly done: boolean }>();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(undefined), CHECK_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => setCopied({ done: await relay.copy(what) });
  const said = copied && (copied.done ? t.common.copied : t.common.notCopied);
  return (
    <span class="copy">
      <button
        type="button"
        class="icon"
        aria-label={t.common.copyOf(name)}
        title={said ?? t.common.copy}
        onClick={() => void copy()}
      >
        <Icon name={copied ? (copied.done ? 'check' : 'alert') : 'copy'} />
      </button>
      <span class="unseen" role="status">
        {said}
      </span>
    </span>
  );
}
