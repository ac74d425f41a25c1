import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Texts } from '../../../main/texts';
import type { BackupRefusal, BackupView } from '../../../preload/contract';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { Notice } from '../../components/Notice';
import { FormRow, type InlineForm, SettingForm, useInlineForm } from './FormRow';
import { PassphraseField, useShown } from './PassphraseField';

/** What could not be done, and why. */
interface Trouble {
  readonly title: string;
  readonly text: string;
}

/** Reads another relay from a file, shows what is in it, and has it take the place of this one. */
export function ReadRelay() {
  const { t } = useAppContext();
  const texts = t.moving.read;
  const form = useInlineForm();
  const [name, setName] = useState('');
  const [backup, setBackup] = useState<BackupView>();
  const [trouble, setTrouble] = useState<Trouble>();
  useEffect(() => () => void relay.dropBackup(), []);

  const notRead = (text: string) => setTrouble({ title: texts.notRead, text });
  const cancel = () => {
    void relay.dropBackup();
    form.close();
  };
  const choose = () =>
    form.run(async () => {
      setTrouble(undefined);
      setBackup(undefined);
      const result = await relay.chooseBackup();
      if (result.kind !== 'chosen') form.close();
      if (result.kind === 'failed') notRead(result.text);
      if (result.kind === 'refused') notRead(whyRefused(t, result.why));
      if (result.kind !== 'chosen') return;
      setName(result.name);
      form.open();
    });
  return (
    <FormRow
      id="read-relay"
      label={texts.label}
      hint={texts.hint}
      action={texts.action}
      press={choose}
      form={form}
    >
      {form.isOpen && !backup && (
        <OpenForm
          key={name}
          form={form}
          name={name}
          cancel={cancel}
          opened={setBackup}
          unusable={(why) => {
            notRead(whyRefused(t, why));
            cancel();
          }}
        />
      )}
      {form.isOpen && backup && <MoveForm form={form} backup={backup} cancel={cancel} failed={setTrouble} />}
      {trouble && <Notice kind="error" {...trouble} actions={[]} />}
    </FormRow>
  );
}

function whyRefused({ moving }: Texts, why: BackupRefusal): string {
  const { notReadable, newer, passphrase } = moving.read.refused;
  if (why === 'not readable') return notReadable;
  return why === 'from a newer version' ? newer : passphrase;
}

interface OpenProps {
  readonly form: InlineForm;
  /** The file's. */
  readonly name: string;
  readonly cancel: () => void;
  readonly opened: (backup: BackupView) => void;
  /** Nothing that is typed would open it. */
  readonly unusable: (why: BackupRefusal) => void;
}

function OpenForm({ form, name, cancel, opened, unusable }: OpenProps) {
  const { t } = useAppContext();
  const texts = t.moving.read;
  const field = useRef<HTMLInputElement>(null);
  const [passphrase, setPassphrase] = useState('');
  const [wrong, setWrong] = useState<string>();
  useLayoutEffect(() => field.current?.focus(), []);

  const submit = () => {
    if (passphrase === '') return field.current?.focus();
    form.run(async () => {
      setWrong(undefined);
      const result = await relay.openBackup(passphrase);
      if (result.kind === 'opened') opened(result.backup);
      if (result.kind !== 'refused') return;
      if (result.why !== 'wrong passphrase or damaged') return unusable(result.why);
      setWrong(whyRefused(t, result.why));
      field.current?.select();
    });
  };
  return (
    <SettingForm label={texts.label} submit={submit} cancel={cancel}>
      <PassphraseField
        id="passphrase"
        label={t.moving.passphrase}
        hint={texts.passphraseOf(name)}
        field={field}
        value={passphrase}
        type={(text) => {
          setPassphrase(text);
          setWrong(undefined);
        }}
        wrong={wrong}
        {...useShown()}
      />
      <div class="actions">
        <button type="button" onClick={cancel}>
          {t.common.cancel}
        </button>
        <button type="submit" class="main">
          {texts.open}
        </button>
      </div>
    </SettingForm>
  );
}

interface MoveProps {
  readonly form: InlineForm;
  readonly backup: BackupView;
  readonly cancel: () => void;
  readonly failed: (trouble: Trouble | undefined) => void;
}

/** What is in the file, and the last step. */
function MoveForm({ form, backup, cancel, failed }: MoveProps) {
  const { t, f } = useAppContext();
  const texts = t.moving.read;
  const main = useRef<HTMLButtonElement>(null);
  const [moving, setMoving] = useState(false);
  useLayoutEffect(() => main.current?.focus(), []);

  const submit = () =>
    form.run(async () => {
      failed(undefined);
      const result = await relay.moveHere();
      setMoving(result.kind === 'moving');
      if (result.kind !== 'failed') return;
      const { title, text } = t.moving.notMoved;
      failed({ title, text: text(result.path, result.code) });
    });
  return (
    <SettingForm label={texts.label} submit={submit} cancel={cancel}>
      <p id="backup-contains" role="status">
        {moving ? texts.moving : texts.contains(f.date(backup.madeAt), backup.username, backup.devices)}
      </p>
      {!moving && (
        <div class="actions">
          <button type="button" onClick={cancel}>
            {t.common.cancel}
          </button>
          <button ref={main} type="submit" class="main" aria-describedby="backup-contains">
            {texts.moveHere}
          </button>
        </div>
      )}
    </SettingForm>
  );
}
