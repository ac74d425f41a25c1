import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { CopyButton } from '../../components/CopyButton';
import { formatCountdown } from '../../components/countdown';
import { drawQrCode } from '../../components/drawQrCode';
import { Icon } from '../../components/Icon';
import { useSecret } from '../../components/useSecret';

/** The lines of a device as a code, hidden until somebody asks. One button shows and hides it, and so keeps the focus. */
export function PairingCode() {
  const { snapshot, t } = useAppContext();
  const say = t.overview.code;
  const about = [...snapshot.addresses, snapshot.settings.username, snapshot.certificate?.fingerprint].join();
  const { text, secondsLeft, locked, toggle } = useSecret(relay.revealPairing, about);
  const shown = text !== undefined;
  return (
    <div class={shown ? 'pairing shown' : 'pairing'}>
      <div class="picture">{shown ? <Code text={text} /> : <Veil />}</div>
      <p class="second">
        {shown ? (
          <>
            {say.shown} {say.hidesIn(formatCountdown(secondsLeft))}
          </>
        ) : (
          <>
            <strong class="strong">{say.title}</strong>
            <br />
            {say.hidden}
          </>
        )}
      </p>
      <button type="button" class={shown ? 'link' : ''} onClick={toggle}>
        {!shown && <Icon name="eye" />}
        {shown ? say.hide : say.show}
      </button>
      {locked && (
        <p class="second" role="alert">
          {t.overview.add.locked}
        </p>
      )}
      {shown && (
        <details>
          <summary>{say.asText}</summary>
          <div class="value">
            <span class="mono">{text}</span>
            <CopyButton what={{ kind: 'pairing' }} name={say.copyText} />
          </div>
        </details>
      )}
    </div>
  );
}

function Code({ text }: { text: string }) {
  const { t } = useAppContext();
  const drawing = drawQrCode(text);
  if (!drawing) return <p class="too-long">{t.overview.code.tooLong}</p>;
  const { size, path } = drawing;
  return (
    <svg class="code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t.overview.code.image}>
      <path d={path} />
    </svg>
  );
}

/** Where a code will be: its three corners, and nothing to read. */
function Veil() {
  const corner = (x: number, y: number) => `M${x} ${y}h7v7h-7z M${x + 2} ${y + 2}h3v3h-3z`;
  return (
    <svg class="veil" viewBox="0 0 37 37" aria-hidden="true" focusable="false">
      <path d={`${corner(4, 4)} ${corner(26, 4)} ${corner(4, 26)}`} />
    </svg>
  );
}
