import { useAppContext } from '../../appContext';
import { CopyButton } from '../../components/CopyButton';
import { Password } from '../../components/Password';
import { Row } from '../../components/Row';

/** What to type into a device: the best address first, the user name, the password. */
export function ConnectionDetails() {
  const { snapshot, t } = useAppContext();
  const say = t.overview.add;
  return (
    <div class="rows stacked">
      <Row label={say.address}>
        <Addresses />
      </Row>
      <Row label={say.username}>
        <div class="value">
          <span class="mono">{snapshot.settings.username}</span>
          <CopyButton what={{ kind: 'username' }} name={say.copyUsername} />
        </div>
      </Row>
      <Row label={say.password}>
        <Password />
      </Row>
    </div>
  );
}

function Addresses() {
  const { snapshot, t } = useAppContext();
  const say = t.overview.add;
  return (
    <>
      {snapshot.addresses.map((address, index) => (
        <div key={address}>
          {index === 1 && <p class="hint">{say.others}</p>}
          <div class="value">
            <Address address={address} best={index === 0} />
            <CopyButton what={{ kind: 'address', index }} name={say.copyAddress(address)} />
          </div>
        </div>
      ))}
    </>
  );
}

/** Where it is too long for a line, it breaks before its path rather than anywhere. */
function Address({ address, best }: { address: string; best: boolean }) {
  const path = address.indexOf('/', address.indexOf('//') + 2);
  return (
    <span class={best ? 'mono address best' : 'mono address second'}>
      <span>{address.slice(0, path)}</span>
      <span>{address.slice(path)}</span>
    </span>
  );
}
