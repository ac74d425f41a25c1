import { useEffect, useState } from 'preact/hooks';
import { relay } from '../../bridge';

/** How long a password stays to be seen, in milliseconds. */
const SHOWN_MS = 120_000;

/** The password in clear, for two minutes or until the window is hidden. */
export function useShownPassword() {
  const [seen, setSeen] = useState(false);
  const [password, setPassword] = useState<string>();
  const [locked, setLocked] = useState(false);
  const hide = () => {
    setSeen(false);
    setPassword(undefined);
  };
  useEffect(() => {
    if (!seen) return;
    const timer = setTimeout(hide, SHOWN_MS);
    document.addEventListener('visibilitychange', hide);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', hide);
    };
  }, [seen]);

  /** Shows what is being typed, else the one in force. */
  const show = async (typing: boolean) => {
    if (typing) return setSeen(true);
    const found = await relay.revealPassword();
    setLocked(found === undefined);
    if (document.visibilityState === 'hidden') return;
    setPassword(found);
    setSeen(found !== undefined);
  };
  return { seen, password, locked, hide, show: (typing: boolean) => void show(typing) };
}
