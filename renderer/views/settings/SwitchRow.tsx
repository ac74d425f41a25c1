import { useState } from 'preact/hooks';
import { useAppContext } from '../../appContext';
import { Switch } from '../../components/Switch';
import { SettingRow } from './SettingRow';
import { useSetting } from './useSetting';

/** The settings that are on or off. */
type SwitchName =
  | 'advertise'
  | 'onlyKnown'
  | 'startAtLogin'
  | 'startHidden'
  | 'notify'
  | 'keepAwake'
  | 'lookForUpdates';

interface Props {
  readonly name: SwitchName;
  readonly texts: { readonly label: string; readonly hint?: string };
}

/** A setting that is on or off. */
export function SwitchRow({ name, texts: { label, hint } }: Props) {
  const { snapshot } = useAppContext();
  const setting = useSetting();
  const [wanted, setWanted] = useState(false);
  const on = setting.busy ? wanted : snapshot.settings[name];

  const toggle = () => {
    setWanted(!on);
    void setting.change({ [name]: !on });
  };
  return (
    <SettingRow id={name} label={label} hint={hint} setting={setting}>
      <Switch label={label} on={on} toggle={toggle} describedBy={hint && `${name}-hint`} />
    </SettingRow>
  );
}
