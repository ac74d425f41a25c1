import { useAppContext } from '../appContext';
import { relay } from '../bridge';
import { CopyButton } from './CopyButton';
import { Icon } from './Icon';
import { useSecret } from './useSecret';

/** The password: dots until somebody asks, and dots again after two minutes or when the window is hidden. */
export function Password() {
  const { t } = useAppContext();
  const { text, locked, toggle } = useSecret(relay.revealPassword);
  const shown = text !== undefined;
  return (
    <>
      <div class="value">
        {shown ? (
          <span class="mono">{text}</span>
        ) : (
          <span class="dots">
            <span aria-hidden="true">••••••••••••</span>
            <span class="unseen">{t.common.hidden}</span>
          </span>
        )}
        <button
          type="button"
          class="icon"
          aria-label={t.overview.add.showPassword}
          aria-pressed={shown}
          title={shown ? t.common.hide : t.common.show}
          onClick={toggle}
        >
          <Icon name={shown ? 'eyeOff' : 'eye'} />
        </button>
        <CopyButton what={{ kind: 'password' }} name={t.overview.add.copyPassword} />
      </div>
      {locked && (
        <p class="hint" role="alert">
          {t.overview.add.locked}
        </p>
      )}
    </>
  );
}
