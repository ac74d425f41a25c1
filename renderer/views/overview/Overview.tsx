import type { Destination } from '../../../preload/contract';
import { useAppContext, useNow } from '../../appContext';
import { relay } from '../../bridge';
import { Heading } from '../../components/Heading';
import { Switch } from '../../components/Switch';
import { AddDevice } from './AddDevice';
import { Certificate } from './Certificate';
import { detailLine } from './detailLine';
import { NoNetwork } from './NoNetwork';
import { Notices } from './Notices';
import { PendingDevices } from './PendingDevices';
import { ProblemCard } from './ProblemCard';
import { StatusFacts } from './StatusFacts';
import { Stopped } from './Stopped';
import { Update } from './Update';

/** Often enough for a line that counts minutes. */
const LOOK_MS = 10_000;

/** The relay at a glance: what is true now, and the cards that fit it. `adding` asks for the card of that name, anew each time. */
export function Overview({ adding }: { adding?: Destination | undefined }) {
  const { snapshot, t, f } = useAppContext();
  const now = useNow(LOOK_MS);
  const on = snapshot.relay === 'running' || snapshot.relay === 'starting';
  return (
    <>
      <Heading title={snapshot.sentence} detail={detailLine(t, f, snapshot, now)} live>
        <Switch
          label={t.common.relaySwitch}
          on={on}
          toggle={() => void (on ? relay.stopRelay() : relay.startRelay())}
        />
      </Heading>
      <Notices />
      <PendingDevices />
      <Update />
      <Cards adding={adding} />
      <DoctorLine />
      <StatusFacts />
    </>
  );
}

/** The way to who finds out why. */
function DoctorLine() {
  const { t, go } = useAppContext();
  return (
    <p class="quiet-line">
      {t.doctor.invite.text}{' '}
      <button type="button" class="link" onClick={() => go({ panel: 'doctor' })}>
        {t.doctor.invite.action}
      </button>
    </p>
  );
}

function Cards({ adding }: { adding: Destination | undefined }) {
  const { snapshot } = useAppContext();
  switch (snapshot.relay) {
    // Kept while it tries again, so that what came of a remedy is not lost.
    case 'starting':
    case 'problem':
      return <ProblemCard settingsNear />;
    case 'stopped':
      return (
        <>
          <Stopped />
          <Certificate />
        </>
      );
    case 'running':
      return (
        <>
          {snapshot.addresses.length > 0 ? <AddDevice adding={adding} /> : <NoNetwork />}
          <Certificate />
        </>
      );
  }
}
