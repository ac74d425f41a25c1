import type { ComponentChildren } from 'preact';
import { systemProblem } from '../../../main/texts';
import { useAppContext } from '../../appContext';
import { Notice, type Remedy } from '../../components/Notice';
import { problemSentence } from '../../components/problemSentence';
import type { Setting } from './useSetting';

interface Props {
  readonly id: string;
  readonly label: string;
  /** Undefined where the label says it all. */
  readonly hint?: ComponentChildren;
  /** Whether the label belongs to a field, which takes `id` then; else it only stands beside. */
  readonly forField?: boolean;
  readonly setting: Setting;
  /** Beneath a refused value: what is in force meanwhile. */
  readonly stays?: string | undefined;
  readonly remedies?: readonly Remedy[] | undefined;
  readonly children: ComponentChildren;
}

/** A setting: what it is, its control, and beneath what went wrong with it. */
export function SettingRow(props: Props) {
  const { id, label, hint, forField = false, setting, children } = props;
  return (
    <div class="setting-row" aria-busy={setting.busy}>
      <div class="setting">
        <div class="setting-text">
          {forField ? <label for={id}>{label}</label> : <div id={`${id}-label`}>{label}</div>}
          {hint !== undefined && (
            <div class="second" id={`${id}-hint`}>
              {hint}
            </div>
          )}
        </div>
        {children}
      </div>
      <SettingTrouble id={`${id}-trouble`} setting={setting} stays={props.stays} remedies={props.remedies} />
    </div>
  );
}

/** Why the last change was refused, or what the system did not do. */
export function SettingTrouble({
  id,
  setting: { trouble },
  stays,
  remedies = [],
}: Pick<Props, 'id' | 'setting' | 'stays' | 'remedies'>) {
  const { t, f } = useAppContext();
  if (!trouble) return null;
  if (trouble.kind === 'failed') {
    const text = systemProblem(trouble.trouble, t);
    return <Notice id={id} kind="warning" title={t.settings.failedTitle} text={text} actions={[]} />;
  }
  return (
    <Notice
      id={id}
      kind="error"
      title={problemSentence(t, f, trouble.problem)}
      text={stays ?? t.settings.staysAsItWas}
      actions={remedies}
    />
  );
}
