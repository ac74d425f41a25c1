import { useId } from 'preact/hooks';
import type { SettingsChange } from '../../../preload/views';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { StateDot } from '../../components/StateDot';
import { Switch } from '../../components/Switch';
import { Outcome, useChange } from '../../components/useChange';
import { StepTitle } from './StepTitle';

/** Starting with the computer. `came` names a device that is connected. */
export function KeepRunning({ came }: { came: string | undefined }) {
  const { snapshot, t } = useAppContext();
  const { startAtLogin, startHidden } = snapshot.settings;
  const say = t.welcome.keep;
  const change = useChange();
  const set = (wanted: SettingsChange) => change.run(relay.change(wanted));
  return (
    <div class="step narrow">
      <StepTitle title={say.title} />
      {came !== undefined && (
        <p class="state-now">
          <StateDot state="running" />
          <span>{say.came(came)}</span>
        </p>
      )}
      <p class="second">{say.text}</p>
      <div class="card">
        <Choice
          label={say.startAtLogin}
          text={say.startAtLoginText}
          on={startAtLogin}
          toggle={() => set({ startAtLogin: !startAtLogin })}
        />
        <Choice
          label={say.startHidden}
          text={say.startHiddenText}
          on={startHidden}
          toggle={() => set({ startHidden: !startHidden })}
        />
      </div>
      <Outcome change={change} />
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly text: string;
  readonly on: boolean;
  readonly toggle: () => void;
}

function Choice({ label, text, on, toggle }: ChoiceProps) {
  const id = useId();
  return (
    <div class="setting">
      <div>
        <div class="name">{label}</div>
        <div class="second" id={id}>
          {text}
        </div>
      </div>
      <Switch label={label} describedBy={id} on={on} toggle={toggle} />
    </div>
  );
}
