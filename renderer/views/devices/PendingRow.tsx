import type { PendingDeviceView } from '../../../preload/views';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { Icon } from '../../components/Icon';
import { when } from './deviceTexts';

/** A device that proved its key and waits for a person to let it in. */
export function PendingRow({ device, now }: { device: PendingDeviceView; now: number }) {
  const { t, f } = useAppContext();
  const { key, abbreviation, from, at } = device;
  const action = (label: string, act: () => void) => (
    <button type="button" aria-label={t.devices.doTo(label, abbreviation)} onClick={act}>
      {label}
    </button>
  );
  return (
    <li class="device" data-key={key}>
      <div class="device-line">
        <span class="badge warning">
          <Icon name="question" />
        </span>
        <div class="who">
          <div class="mono strong">{abbreviation}</div>
          <div class="second">{t.devices.asks(when(t, f, at, now), from)}</div>
        </div>
        <div class="actions">
          {action(t.devices.letIn, () => void relay.approveDevice(key))}
          {action(t.devices.notNow, () => void relay.dismissWaiting(key))}
          {action(t.devices.block, () => void relay.blockDevice(key))}
        </div>
      </div>
    </li>
  );
}
