import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { StateDot } from '../../components/StateDot';
import { ConnectionDetails } from '../overview/ConnectionDetails';
import { NoNetwork } from '../overview/NoNetwork';
import { PairingCode } from '../overview/PairingCode';
import { PendingDevices } from '../overview/PendingDevices';
import { ProblemCard } from '../overview/ProblemCard';
import { StepTitle } from './StepTitle';

/** What to type into the first device; the next step comes by itself when it connects. */
export function FirstDevice({ connected }: { connected: number }) {
  const { snapshot, t } = useAppContext();
  const say = t.welcome.add;
  switch (snapshot.relay) {
    case 'starting':
    case 'problem':
      return (
        <div class="step narrow">
          <StepTitle title={say.title} />
          <p class="second">{snapshot.sentence}</p>
          <ProblemCard settingsNear={false} />
        </div>
      );
    case 'stopped':
      return (
        <div class="step narrow">
          <StepTitle title={say.title} />
          <p class="second">{say.stopped}</p>
          <button type="button" class="main" onClick={() => void relay.startRelay()}>
            {t.welcome.meet.turnOn}
          </button>
        </div>
      );
    case 'running':
      return (
        <div class="step">
          <PendingDevices />
          <div class="adding">
            <div>
              <StepTitle title={say.title} />
              {snapshot.addresses.length > 0 ? (
                <>
                  <p class="second">{say.text}</p>
                  <ConnectionDetails />
                </>
              ) : (
                <NoNetwork />
              )}
              <p class="state-now" role="status">
                <StateDot state={connected > 0 ? 'running' : 'starting'} />
                <span>{connected > 0 ? say.connected(connected) : say.waiting}</span>
              </p>
            </div>
            {snapshot.addresses.length > 0 && <PairingCode />}
          </div>
        </div>
      );
  }
}
