import type { Check, DoctorRemedy } from '../../../preload/doctor';
import type { ChangeResult } from '../../../preload/views';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { CopyButton } from '../../components/CopyButton';
import { Icon } from '../../components/Icon';
import { Outcome, useChange } from '../../components/useChange';

/** Something that needs a person: what it is, what it means, and the buttons that help. */
export function FoundProblem({ check: { name, verdict, finding, remedies } }: { check: Check }) {
  const { t, f, go } = useAppContext();
  const say = t.doctor;
  const change = useChange();

  /** What was mended is looked at again. */
  const lookAfter = async (asked: Promise<ChangeResult>) => {
    if ((await asked).kind === 'changed') await relay.runDoctor();
  };
  const apply = (asked: Promise<ChangeResult>) => {
    change.run(asked);
    void lookAfter(asked);
  };
  const startRelay = async (stopFirst: boolean) => {
    if (stopFirst) await relay.stopRelay();
    await relay.startRelay();
    await relay.runDoctor();
  };
  const act = (kind: Exclude<DoctorRemedy['kind'], 'commands'>) => {
    switch (kind) {
      case 'startRelay':
      case 'restartRelay':
        return void startRelay(kind === 'restartRelay');
      case 'overview':
      case 'settings':
        return go({ panel: kind });
      case 'newPassword':
        return apply(relay.replacePassword());
      case 'newCertificate':
        return apply(relay.replaceCertificate());
      case 'chooseCertificate':
        return apply(relay.chooseCertificate());
      case 'allowInFirewall':
        return apply(relay.allowInFirewall());
    }
  };

  const failed = verdict === 'failed';
  const id = `found-${name}`;
  return (
    <section class={failed ? 'found failed' : 'found'} aria-labelledby={id}>
      <Icon name={failed ? 'alert' : 'warning'} />
      <div>
        <h2 id={id}>{say.title(finding)}</h2>
        <p class="second">{say.text(finding, f)}</p>
        {remedies.map((remedy, i) =>
          remedy.kind === 'commands' ? (
            <Commands key="commands" lines={remedy.lines} />
          ) : (
            <button
              key={remedy.kind}
              type="button"
              class={i === 0 ? 'main' : ''}
              onClick={() => act(remedy.kind)}
            >
              {say.remedies[remedy.kind]}
            </button>
          ),
        )}
        <Outcome change={change} />
      </div>
    </section>
  );
}

/** For a terminal, each in a line of its own. */
function Commands({ lines }: { lines: readonly string[] }) {
  const { t } = useAppContext();
  return (
    <div class="commands">
      <code class="mono">
        {lines.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </code>
      <CopyButton what={{ kind: 'shownText', text: lines.join('\n') }} name={t.doctor.command} />
    </div>
  );
}
