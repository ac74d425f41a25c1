import { relay } from '../../bridge';
import { Heading } from '../../parts/Heading';
import { Switch } from '../../parts/Switch';
import { useSurroundings } from '../../surroundings';

/** The relay at a glance: what is true now, and the cards that fit it. */
export function Overview(_props: { addDevice: boolean }) {
  const { snapshot, t } = useSurroundings();
  const on = snapshot.relay === 'running' || snapshot.relay === 'starting';
  return (
    <Heading title={snapshot.sentence} live>
      <Switch
        label={t.common.relaySwitch}
        on={on}
        toggle={() => void (on ? relay.stopRelay() : relay.startRelay())}
      />
    </Heading>
  );
}
