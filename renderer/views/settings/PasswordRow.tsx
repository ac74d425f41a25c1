import type { ChangeResult } from '../../../preload/views';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { Icon } from '../../components/Icon';
import { SettingRow } from './SettingRow';
import { FieldHint } from './TextRow';
import { useDraft } from './useDraft';
import { useSetting } from './useSetting';
import { useShownPassword } from './useShownPassword';
import { isShortPassword, MAX_PASSWORD } from './validation';

const SHOWN = { type: 'text', class: 'mono' } as const;
/** The dots stand for a password that is not in the field: there it would be in the window's memory. */
const HIDDEN = { type: 'password', placeholder: '••••••••••••' } as const;

/** The password: dots until somebody asks for it, and a field for another one. */
export function PasswordRow() {
  const { t } = useAppContext();
  const texts = t.settings.password;
  const setting = useSetting();
  const secret = useShownPassword();

  const replace = (call: () => Promise<ChangeResult>) =>
    setting.ask(
      async () => {
        const result = await call();
        // What is shown may be no longer it.
        if (result.kind !== 'refused') secret.hide();
        return result;
      },
      () => ({
        text: texts.changed,
        undo: () => {
          secret.hide();
          return relay.restorePassword();
        },
      }),
    );
  const draft = useDraft({
    value: secret.password,
    check: (text) => (text.length > MAX_PASSWORD ? texts.tooLong : undefined),
    commit: (text) => replace(() => relay.setPassword(text)),
    touched: setting.forget,
  });
  const shown = secret.seen && (draft.typing || secret.password !== undefined);
  const wrong = draft.wrong ?? (secret.locked ? texts.locked : undefined);
  const note = draft.typing && draft.text !== '' && isShortPassword(draft.text) ? texts.short : undefined;
  return (
    <SettingRow id="password" label={texts.label} hint={texts.hint} forField setting={setting}>
      <div class="setting-field">
        <div class="with-eye" {...draft.around}>
          <input
            id="password"
            {...(shown ? SHOWN : HIDDEN)}
            title={texts.typeNew}
            maxLength={MAX_PASSWORD}
            autocomplete="new-password"
            spellcheck={false}
            aria-invalid={draft.wrong !== undefined || setting.trouble?.kind === 'refused'}
            aria-describedby="password-hint password-said password-trouble"
            {...draft.field}
          />
          <button
            type="button"
            class="icon"
            aria-label={texts.show}
            aria-pressed={shown}
            title={shown ? t.common.hide : t.common.show}
            // The field keeps the focus, so that looking at what one types does not put it in force.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => (shown ? secret.hide() : secret.show(draft.typing))}
          >
            <Icon name={shown ? 'eyeOff' : 'eye'} />
          </button>
        </div>
        <FieldHint id="password-said" wrong={wrong} note={note} />
        <button type="button" onClick={() => void replace(() => relay.replacePassword())}>
          {texts.renew}
        </button>
      </div>
    </SettingRow>
  );
}
