import { useState } from 'preact/hooks';
import { whyNotAdvertised } from '../../../main/texts';
import type { Reach } from '../../../preload/views';
import { useAppContext } from '../../appContext';
import { SettingRow } from './SettingRow';
import { SwitchRow } from './SwitchRow';
import { TextRow } from './TextRow';
import { type Trouble, useSetting } from './useSetting';
import { checkName, isLowPort, parsePort } from './validation';

/** Where the relay is reached, by whom, and how it is found. */
export function Network() {
  const { snapshot, t } = useAppContext();
  const { reach } = snapshot.settings;
  const { advertised } = snapshot;
  const { advertise } = t.settings;
  const hint =
    reach === 'computer'
      ? advertise.onlyHere
      : advertised.kind === 'failed'
        ? advertise.failed(whyNotAdvertised(advertised.trouble, t.common))
        : advertise.hint;
  return (
    <>
      <PortRow />
      <ReachRow />
      <SwitchRow name="advertise" texts={{ label: advertise.label, hint }} />
      <NameRow />
    </>
  );
}

function PortRow() {
  const { snapshot, t } = useAppContext();
  const { port } = snapshot.settings;
  const texts = t.settings.port;
  const instead = (trouble: Trouble) => {
    const free =
      trouble.kind === 'refused' && 'nextFree' in trouble.problem ? trouble.problem.nextFree : undefined;
    return free === undefined ? [] : [{ text: String(free), label: texts.use(free) }];
  };
  return (
    <TextRow
      id="port"
      label={texts.label}
      hint={texts.hint}
      value={String(port)}
      check={(text) => (parsePort(text) === undefined ? texts.wrong : undefined)}
      note={(text) => (isLowPort(text) ? texts.low : undefined)}
      change={(text) => {
        const wanted = parsePort(text) ?? port;
        return [{ port: wanted }, texts.changed(wanted)];
      }}
      stays={snapshot.relay === 'running' ? texts.stays(port) : undefined}
      instead={instead}
      digits
      maxLength={5}
    />
  );
}

const REACHES: readonly Reach[] = ['computer', 'network'];

function ReachRow() {
  const { snapshot, t } = useAppContext();
  const setting = useSetting();
  const [wanted, setWanted] = useState<Reach>('network');
  const chosen = setting.busy ? wanted : snapshot.settings.reach;
  const texts = t.settings.reach;

  const choose = (reach: Reach) => {
    setWanted(reach);
    void setting.change({ reach }, texts.changed[reach]);
  };
  return (
    <SettingRow id="reach" label={texts.label} hint={texts.hint} setting={setting}>
      <div class="segments" role="radiogroup" aria-labelledby="reach-label" aria-describedby="reach-hint">
        {REACHES.map((reach) => (
          <label key={reach}>
            <input type="radio" name="reach" checked={reach === chosen} onChange={() => choose(reach)} />
            <span>{texts[reach]}</span>
          </label>
        ))}
      </div>
    </SettingRow>
  );
}

function NameRow() {
  const { snapshot, t } = useAppContext();
  const { settings, advertised } = snapshot;
  const texts = t.settings.name;
  const renamed = advertised.kind === 'advertised' && advertised.name !== settings.name;
  return (
    <TextRow
      id="name"
      label={texts.label}
      hint={renamed ? texts.renamed(advertised.name) : texts.hint}
      value={settings.name}
      check={(text) => {
        const trouble = checkName(text);
        return trouble && texts[trouble];
      }}
      change={(text) => [{ name: text.trim() }, texts.changed(text.trim())]}
    />
  );
}
