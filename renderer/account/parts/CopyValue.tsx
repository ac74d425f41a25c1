import { Icon } from '../../components/Icon';
import type { Saying } from '../texts';

/** A text to be typed elsewhere, and with the script a button that copies it. `name` says what it is. */
export function CopyValue({ say: { t }, text, name }: { say: Saying; text: string; name: string }) {
  return (
    <div class="value">
      <Address text={text} />
      <button
        type="button"
        class="icon"
        hidden
        data-copy={text}
        data-copied={t('common.copied')}
        data-failed={t('common.notCopied')}
        aria-label={t('common.copyOf', { name })}
        title={t('common.copy')}
      >
        <Icon name="copy" />
        <Icon name="check" />
      </button>
    </div>
  );
}

/** Where an address is too long for a line, it breaks before its path rather than anywhere. */
function Address({ text }: { readonly text: string }) {
  const path = text.indexOf('/', text.indexOf('//') + 2);
  if (path < 0) return <span class="mono">{text}</span>;
  return (
    <span class="mono">
      {text.slice(0, path)}
      <wbr />
      {text.slice(path)}
    </span>
  );
}
