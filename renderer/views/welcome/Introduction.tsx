import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { StateDot } from '../../components/StateDot';
import { ProblemCard } from '../overview/ProblemCard';
import { StepTitle } from './StepTitle';

/** What this is, and whether it runs. */
export function Introduction() {
  const { snapshot, t } = useAppContext();
  const say = t.welcome.meet;
  return (
    <div class="step narrow">
      <StepTitle title={say.title} />
      <p class="second">{say.what}</p>
      <p class="second">{say.how}</p>
      <p class="state-now" role="status">
        <StateDot state={snapshot.relay} />
        <span>{snapshot.relay === 'problem' ? snapshot.sentence : say[snapshot.relay]}</span>
      </p>
      {snapshot.relay === 'stopped' && (
        <button type="button" onClick={() => void relay.startRelay()}>
          {say.turnOn}
        </button>
      )}
      <ProblemCard settingsNear={false} />
    </div>
  );
}
