import { useContext, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { BackupSaved } from '../../../preload/contract';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { Notice } from '../../components/Notice';
import { FormRow, type InlineForm, SettingForm, useInlineForm } from './FormRow';
import { PassphraseField, useShown } from './PassphraseField';
import { ChangeMadeContext } from './useSetting';
import { isShortPassphrase } from './validation';

/** Saves the relay to a file, with a passphrase that is asked for first. */
export function SaveRelay() {
  const { t } = useAppContext();
  const texts = t.moving.save;
  const form = useInlineForm();
  return (
    <FormRow
      id="save-relay"
      label={texts.label}
      hint={texts.hint}
      action={texts.action}
      press={form.isOpen ? form.close : form.open}
      form={form}
    >
      {form.isOpen && <SaveForm form={form} />}
    </FormRow>
  );
}

function SaveForm({ form }: { form: InlineForm }) {
  const { snapshot, t } = useAppContext();
  const texts = t.moving.save;
  const tell = useContext(ChangeMadeContext);
  const [field, again] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)];
  const [[first, second], setTyped] = useState<readonly [string, string]>(['', '']);
  const [wrong, setWrong] = useState<'short' | 'differs'>();
  const [trouble, setTrouble] = useState<string>();
  const visibility = useShown();
  useLayoutEffect(() => field.current?.focus(), []);

  const type = (passphrases: readonly [string, string]) => {
    setTyped(passphrases);
    setWrong(undefined);
    setTrouble(undefined);
  };
  const refuse = (why: 'short' | 'differs') => {
    setWrong(why);
    (why === 'short' ? field : again).current?.focus();
  };
  const submit = () => {
    if (isShortPassphrase(first)) return refuse('short');
    if (first !== second) return refuse('differs');
    form.run(async () => {
      setTrouble(undefined);
      const result = await relay.saveBackup(first);
      if (result.kind === 'saved') {
        tell({ text: texts.saved });
        form.close();
      } else setTrouble(why(result));
    });
  };
  const why = (result: BackupSaved): string | undefined => {
    if (result.kind === 'passwordLocked') return texts.locked;
    if (result.kind === 'tooLarge') return texts.tooLarge;
    return result.kind === 'failed' ? result.text : undefined;
  };
  const ownFiles = snapshot.settings.tls.kind === 'files';
  return (
    <SettingForm label={texts.label} submit={submit} cancel={form.close}>
      <PassphraseField
        id="new-passphrase"
        label={t.moving.passphrase}
        hint={texts.passphraseHint}
        field={field}
        value={first}
        type={(text) => type([text, second])}
        wrong={wrong === 'short' ? texts.short : undefined}
        {...visibility}
      />
      <PassphraseField
        id="same-passphrase"
        label={texts.again}
        field={again}
        value={second}
        type={(text) => type([first, text])}
        wrong={wrong === 'differs' ? texts.differs : undefined}
        shown={visibility.shown}
      />
      {ownFiles && <p class="second">{texts.ownCertificate}</p>}
      {trouble !== undefined && <Notice kind="error" title={texts.notSaved} text={trouble} actions={[]} />}
      <div class="actions">
        <button type="button" onClick={form.close}>
          {t.common.cancel}
        </button>
        <button type="submit" class="main">
          {texts.goOn}
        </button>
      </div>
    </SettingForm>
  );
}
