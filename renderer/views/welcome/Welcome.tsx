import { useEffect, useRef, useState } from 'preact/hooks';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { useBusy } from '../../pageState';
import { Notices } from '../overview/Notices';
import { FirstDevice } from './FirstDevice';
import { Introduction } from './Introduction';
import { KeepRunning } from './KeepRunning';
import { type Step, Steps } from './Steps';

/** The first steps: what this is, the first device, and keeping it running. */
export function Welcome() {
  const { snapshot, t } = useAppContext();
  const [step, setStep] = useState<Step>('meet');
  useBusy(true);
  const connected = snapshot.devices.filter(({ kind }) => kind === 'connected');
  const newest = connected.at(-1);

  // A device that came while somebody was waiting for one.
  const before = useRef(connected.length);
  useEffect(() => {
    if (step === 'add' && connected.length > before.current) setStep('keep');
    before.current = connected.length;
  }, [connected.length]);

  const finish = () => void relay.finishWelcome();
  return (
    <div class="welcome">
      <Steps now={step} />
      <main key={step}>
        <Notices />
        {step === 'meet' && <Introduction />}
        {step === 'add' && <FirstDevice connected={connected.length} />}
        {step === 'keep' && <KeepRunning came={newest && (newest.name ?? newest.abbreviation)} />}
      </main>
      <footer>
        {step !== 'meet' && (
          <button type="button" class="back" onClick={() => setStep(step === 'keep' ? 'add' : 'meet')}>
            {t.welcome.back}
          </button>
        )}
        {step === 'meet' && (
          <>
            <button type="button" class="link" onClick={finish}>
              {t.welcome.skip}
            </button>
            <button type="button" class="main" onClick={() => setStep('add')}>
              {t.welcome.goOn}
            </button>
          </>
        )}
        {step === 'add' && (
          <button
            type="button"
            class={connected.length > 0 ? 'main' : 'link'}
            onClick={() => setStep('keep')}
          >
            {connected.length > 0 ? t.welcome.goOn : t.welcome.later}
          </button>
        )}
        {step === 'keep' && (
          <button type="button" class="main" onClick={finish}>
            {t.welcome.keep.finish}
          </button>
        )}
      </footer>
    </div>
  );
}
