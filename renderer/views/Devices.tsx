import type { DeviceView } from '../../preload/contract';
import { CopyButton } from '../parts/CopyButton';
import { Icon } from '../parts/Icon';

/** The connected devices, in order of arrival, so that rows never jump. */
export function Devices({ devices }: { devices: readonly DeviceView[] }) {
  return (
    <section class="card" aria-labelledby="devices">
      <h2 id="devices">Devices</h2>
      {devices.length === 0 ? (
        <p class="second">None is connected now. A device appears here as soon as it logs in.</p>
      ) : (
        <ul class="rows">
          {devices.map((device) => (
            <DeviceRow key={device.key} device={device} />
          ))}
        </ul>
      )}
    </section>
  );
}

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const list = new Intl.ListFormat('en', { type: 'conjunction' });

function DeviceRow({ device }: { device: DeviceView }) {
  const { abbreviation, from, since, linkedWith } = device;
  return (
    <li class="device">
      <span class={linkedWith.length > 0 ? 'badge on' : 'badge'}>
        <Icon name="device" />
      </span>
      <div>
        <div class="mono strong">{abbreviation}</div>
        <div class="second">
          {linkedWith.length > 0
            ? `Linked with ${list.format(linkedWith)}`
            : 'Waiting for a device to link with'}
        </div>
        <div class="third">
          {from}, here since <time dateTime={new Date(since).toISOString()}>{time.format(since)}</time>
        </div>
      </div>
      <CopyButton what={{ kind: 'deviceKey', key: device.key }} name={`key of device ${abbreviation}`} />
    </li>
  );
}
