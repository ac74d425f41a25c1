import { useEffect, useState } from 'preact/hooks';
import { relay } from '../bridge';
import { CopyButton } from './CopyButton';
import { Icon } from './Icon';

/** How long a password stays to be seen, in milliseconds: enough to type it into a phone. */
const SHOWN_MS = 120_000;

/** The password: dots until somebody asks, and dots again after two minutes or when the window is hidden. */
export function Password() {
  const [password, setPassword] = useState<string>();
  const shown = password !== undefined;
  useEffect(() => {
    if (!shown) return;
    const hide = () => setPassword(undefined);
    const timer = setTimeout(hide, SHOWN_MS);
    document.addEventListener('visibilitychange', hide);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', hide);
    };
  }, [shown]);

  const toggle = async () => setPassword(shown ? undefined : await relay.revealPassword());
  return (
    <div class="value">
      {shown ? (
        <span class="mono">{password}</span>
      ) : (
        <span class="dots">
          <span aria-hidden="true">••••••••••••</span>
          <span class="unseen">Hidden</span>
        </span>
      )}
      <button
        type="button"
        class="icon"
        aria-label="Show password"
        aria-pressed={shown}
        title={shown ? 'Hide' : 'Show'}
        onClick={() => void toggle()}
      >
        <Icon name={shown ? 'eyeOff' : 'eye'} />
      </button>
      <CopyButton what={{ kind: 'password' }} name="password" />
    </div>
  );
}
