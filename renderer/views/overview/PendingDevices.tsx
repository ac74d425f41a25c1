import type { PendingDeviceView } from '../../../preload/views';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { Icon } from '../../components/Icon';

/** Devices that have the password and were never here, while only known ones may connect: somebody has to decide. */
export function PendingDevices() {
  const { snapshot } = useAppContext();
  return snapshot.waiting.map((device) => <WaitingCard key={device.key} device={device} />);
}

function WaitingCard({ device: { key, abbreviation, from, at } }: { device: PendingDeviceView }) {
  const { t, f } = useAppContext();
  const say = t.overview.waiting;
  const id = `waiting-${key}`;
  return (
    <section class="card lead waiting" aria-labelledby={id}>
      <span class="sign on">
        <Icon name="device" />
      </span>
      <div>
        <h2 id={id}>{say.title}</h2>
        <p class="strong">{say.text(abbreviation, from, f.time(at))}</p>
        <p class="second">{say.hint}</p>
        <div class="actions">
          <button type="button" class="main" onClick={() => void relay.approveDevice(key)}>
            {say.admit}
          </button>
          <button type="button" onClick={() => void relay.blockDevice(key)}>
            {say.block}
          </button>
          <button type="button" onClick={() => void relay.dismissWaiting(key)}>
            {say.later}
          </button>
        </div>
      </div>
    </section>
  );
}
