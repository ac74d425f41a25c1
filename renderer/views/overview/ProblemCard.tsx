import type { Problem } from '../../../preload/views';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { CopyButton } from '../../components/CopyButton';
import { Icon } from '../../components/Icon';
import { problemSentence } from '../../components/problemSentence';
import { Row } from '../../components/Row';
import { type Change, Outcome, useChange } from '../../components/useChange';
import { addressWithPort, adviceFor, decryptCommand, factsOf, type Remedy, remediesFor } from './problems';

/**
 * Why the relay does not run, and what to do; nothing while there is no problem. Where `settingsNear` is false,
 * nothing leads to the settings.
 */
export function ProblemCard({ settingsNear }: { settingsNear: boolean }) {
  const { snapshot, t, f } = useAppContext();
  const change = useChange();
  const { problem } = snapshot;
  if (!problem) return null;
  const { tls } = snapshot.settings;
  const facts = factsOf(t, problem);
  const remedies = remediesFor(problem, tls).filter(({ kind }) => settingsNear || kind !== 'choosePort');
  return (
    <>
      <section class="card lead problem" aria-labelledby="problem">
        <span class="sign error">
          <Icon name="alert" />
        </span>
        <div>
          <h2 id="problem">{t.problems.title}</h2>
          {facts.length === 0 && <p class="cause">{problemSentence(t, f, problem)}</p>}
          <p class="second">{t.problems.nothingLost}</p>
          {facts.length > 0 && (
            <div class="rows">
              {facts.map(({ label, value, exact }) => (
                <Row key={label} label={label}>
                  <span class={exact ? 'mono' : 'told'}>{value}</span>
                </Row>
              ))}
            </div>
          )}
          <p class="advice">{adviceFor(t, problem, tls)}</p>
          <Command problem={problem} />
          <div class="actions">
            {remedies.map((remedy, i) => (
              <RemedyButton key={remedy.kind} remedy={remedy} main={i === 0} change={change} />
            ))}
          </div>
          <Outcome change={change} />
        </div>
      </section>
      <IfPortChanges problem={problem} />
    </>
  );
}

function RemedyButton({ remedy, main, change }: { remedy: Remedy; main: boolean; change: Change }) {
  const { t, go } = useAppContext();
  const say = t.problems.actions;
  const [label, act] = ((): [string, () => void] => {
    switch (remedy.kind) {
      case 'usePort':
        return [say.usePort(remedy.port), () => change.run(relay.change({ port: remedy.port }))];
      case 'choosePort':
        return [say.choosePort, () => go({ panel: 'settings' })];
      case 'tryAgain':
        return [
          remedy.port === undefined ? t.common.tryAgain : say.tryPortAgain(remedy.port),
          () => void relay.startRelay(),
        ];
      case 'unlock':
        return [say.unlock, () => void relay.startRelay()];
      case 'newPassword':
        return [say.newPassword, () => change.run(relay.replacePassword())];
      case 'chooseFiles':
        return [say.chooseFiles, () => change.run(relay.chooseCertificate())];
      case 'ownCertificate':
        return [say.ownCertificate, () => change.run(relay.change({ tls: { kind: 'selfSigned' } }))];
      case 'newCertificate':
        return [say.newCertificate, () => change.run(relay.replaceCertificate())];
    }
  })();
  return (
    <button type="button" class={main ? 'main' : ''} onClick={act}>
      {label}
    </button>
  );
}

function Command({ problem }: { problem: Problem }) {
  const { snapshot, t } = useAppContext();
  if (problem.kind !== 'certificate' || problem.trouble.kind !== 'encryptedKey') return null;
  if (snapshot.settings.tls.kind === 'selfSigned') return null;
  const command = decryptCommand(problem.trouble.path, snapshot.platform);
  return (
    <div class="value command">
      <span class="mono">{command}</span>
      <CopyButton what={{ kind: 'shownText', text: command }} name={t.problems.command} />
    </div>
  );
}

function IfPortChanges({ problem }: { problem: Problem }) {
  const { snapshot, t } = useAppContext();
  const say = t.problems.ifPortChanges;
  if (problem.kind !== 'portInUse' && problem.kind !== 'portForbidden') return null;
  const best = snapshot.addresses[0];
  const address =
    best === undefined || problem.nextFree === undefined
      ? undefined
      : addressWithPort(best, problem.port, problem.nextFree);
  return (
    <section class="card lead" aria-labelledby="port-changes">
      <span class="sign">
        <Icon name="info" />
      </span>
      <div>
        <h2 id="port-changes">{say.title}</h2>
        <p class="second">{address === undefined ? say.textAlone : say.text}</p>
        {address !== undefined && (
          <div class="value near">
            <span class="mono">{address}</span>
            <CopyButton
              what={{ kind: 'shownText', text: address }}
              name={t.overview.add.copyAddress(address)}
            />
          </div>
        )}
      </div>
    </section>
  );
}
