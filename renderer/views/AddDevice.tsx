import type { Snapshot } from '../../preload/contract';
import { CopyButton } from '../parts/CopyButton';
import { Password } from '../parts/Password';
import { Row } from '../parts/Row';

/** What to type into a device, the best address first. */
export function AddDevice({ snapshot }: { snapshot: Snapshot }) {
  return (
    <section class="card" aria-labelledby="add-device">
      <h2 id="add-device">Add a device</h2>
      <p class="second">In Buckets on the new device, choose to sync through a relay and type these lines.</p>
      <div class="rows">
        <Row label="Address">
          <Addresses addresses={snapshot.addresses} />
        </Row>
        <Row label="User name">
          <div class="value">
            <span class="mono">{snapshot.username}</span>
            <CopyButton what={{ kind: 'username' }} name="user name" />
          </div>
        </Row>
        <Row label="Password">
          <Password />
        </Row>
      </div>
    </section>
  );
}

function Addresses({ addresses }: { addresses: readonly string[] }) {
  const [best, ...others] = addresses;
  if (best === undefined) {
    return (
      <div class="value second">
        <span>None: this computer is on no network. Connect it first.</span>
      </div>
    );
  }
  return (
    <>
      <div class="value">
        <span class="mono best">{best}</span>
        <CopyButton what={{ kind: 'address', index: 0 }} name={`address ${best}`} />
      </div>
      {others.length > 0 && <p class="hint">Try this one first. If it does not answer:</p>}
      {others.map((address, i) => (
        <div class="value" key={address}>
          <span class="mono second">{address}</span>
          <CopyButton what={{ kind: 'address', index: i + 1 }} name={`address ${address}`} />
        </div>
      ))}
    </>
  );
}
