import type { Formats, Texts } from '../../../main/texts';
import type { DeviceView } from '../../../preload/views';
import { useNow } from '../../appContext';
import { relay } from '../../bridge';
import { CopyKey } from './CopyKey';

interface Props {
  readonly id: string;
  readonly device: Exclude<DeviceView, { kind: 'blocked' }>;
  /** What the device is called here, for those who hear a button alone. */
  readonly label: string;
  readonly rename: () => void;
  readonly t: Texts;
  readonly f: Formats;
}

/** What the state of a device means, and what can be done. */
export function Details({ id, device, label, rename, t, f }: Props) {
  const now = useNow(20_000);
  const renaming = device.name === undefined ? t.devices.giveName : t.devices.rename;
  const to = (action: string) => t.devices.doTo(action, label);
  return (
    <div class="details" id={id}>
      <p class="second">{withRemedies(device, t, f, now)}</p>
      <div class="actions">
        <button type="button" class="rename" aria-label={to(renaming)} onClick={rename}>
          {renaming}
        </button>
        <CopyKey deviceKey={device.key} label={label} t={t} />
        <button
          type="button"
          aria-label={to(t.devices.forget)}
          onClick={() => void relay.forgetDevice(device.key)}
        >
          {t.devices.forget}
        </button>
        <button
          type="button"
          aria-label={to(t.devices.block)}
          onClick={() => void relay.blockDevice(device.key)}
        >
          {t.devices.block}
        </button>
      </div>
    </div>
  );
}

function withRemedies(device: Props['device'], t: Texts, f: Formats, now: number): string {
  if (device.kind === 'away') return `${t.devices.awayMeans} ${t.devices.actionsMean}`;
  if (device.silentSince !== undefined) return t.devices.silentMeans(f.ago(now - device.silentSince));
  if (device.linkedWith.length === 0) return t.devices.unlinkedMeans;
  return t.devices.actionsMean;
}
