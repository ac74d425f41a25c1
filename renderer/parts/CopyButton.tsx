import { useEffect, useState } from 'preact/hooks';
import type { Copyable } from '../../preload/contract';
import { relay } from '../bridge';
import { Icon } from './Icon';

/** How long the check stays after copying, in milliseconds. */
const CHECK_MS = 1_500;

export function CopyButton({ what, name }: { what: Copyable; name: string }) {
  const [copied, setCopied] = useState(0);
  useEffect(() => {
    if (copied === 0) return;
    const timer = setTimeout(() => setCopied(0), CHECK_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    if (await relay.copy(what)) setCopied((times) => times + 1);
  };
  return (
    <span class="copy">
      <button type="button" class="icon" aria-label={`Copy ${name}`} title="Copy" onClick={() => void copy()}>
        <Icon name={copied ? 'check' : 'copy'} />
      </button>
      <span class="unseen" role="status">
        {copied ? 'Copied' : ''}
      </span>
    </span>
  );
}
