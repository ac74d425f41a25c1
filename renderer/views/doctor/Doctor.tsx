import { useEffect } from 'preact/hooks';
import { type Check, type DoctorReport, isProblem } from '../../../preload/doctor';
import { useAppContext, useNow } from '../../appContext';
import { relay } from '../../bridge';
import { Heading } from '../../components/Heading';
import { Icon } from '../../components/Icon';
import '../../styles/doctor.css';
import { CopyReport } from './CopyReport';
import { FoundProblem } from './FoundProblem';
import { RejectedConnections } from './RejectedConnections';

/** Often enough for a line that counts minutes. */
const LOOK_MS = 10_000;
const MINUTE_MS = 60_000;

/** What keeps a device from connecting, as far as this computer can tell. Opened for the first time, it looks by itself. */
export function Doctor() {
  const { snapshot } = useAppContext();
  const { running, report } = snapshot.doctor;
  useEffect(() => {
    if (!report) void relay.runDoctor();
  }, []);
  return (
    <>
      <Summary />
      {report ? <Findings report={report} /> : <Pending />}
      <RejectedConnections />
      {report && !running && <CopyReport />}
    </>
  );
}

function Summary() {
  const { snapshot, t, f } = useAppContext();
  const now = useNow(LOOK_MS);
  const { running, report } = snapshot.doctor;
  const say = t.doctor;
  const { title, detail } = (() => {
    if (running || !report) return { title: say.looking, detail: say.lookingDetail };
    const tried = report.checks.filter(({ verdict }) => verdict !== 'notTried');
    const problems = tried.filter(isProblem).length;
    const age = now - report.at;
    const when = age < MINUTE_MS ? say.justNow : f.ago(age);
    return {
      title: say.heading(problems),
      detail: say.detail(tried.length - problems, tried.length, when),
    };
  })();
  return (
    <Heading title={title} detail={detail} live>
      <button
        type="button"
        class="again"
        aria-disabled={running}
        onClick={() => void (running || relay.runDoctor())}
      >
        <Icon name="again" />
        {running ? say.checking : say.again}
      </button>
    </Heading>
  );
}

/** What is wrong, each in a box of its own; then the rest as lists. */
function Findings({ report: { checks } }: { report: DoctorReport }) {
  const { snapshot, t } = useAppContext();
  const problems = checks.filter(isProblem);
  // What failed keeps devices out; a warning may.
  problems.sort((a, b) => Number(b.verdict === 'failed') - Number(a.verdict === 'failed'));
  return (
    <div class="findings" aria-busy={snapshot.doctor.running}>
      {problems.map((check) => (
        <FoundProblem key={check.name} check={check} />
      ))}
      <List title={t.doctor.groups.passed} checks={checks.filter(({ verdict }) => verdict === 'passed')} />
      <List
        title={t.doctor.groups.notTried}
        checks={checks.filter(({ verdict }) => verdict === 'notTried')}
      />
    </div>
  );
}

/** What is looked at, before anything was found. */
function Pending() {
  const { t } = useAppContext();
  return (
    <ul class="card checks" aria-busy="true">
      {Object.values(t.doctor.names).map((name) => (
        <li key={name}>
          <Icon name="dots" />
          <p>{name}</p>
        </li>
      ))}
    </ul>
  );
}

function List({ title, checks }: { title: string; checks: readonly Check[] }) {
  const { t, f } = useAppContext();
  const say = t.doctor;
  if (checks.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 class="group">{title}</h2>
      <ul class="card checks">
        {checks.map(({ name, verdict, finding, ms }) => (
          <li key={name} class={verdict}>
            <Icon name={verdict === 'passed' ? 'passed' : 'skipped'} />
            <div>
              <h3>{verdict === 'passed' ? say.title(finding) : say.names[name]}</h3>
              <p class="second">{say.text(finding, f)}</p>
            </div>
            {ms !== undefined && <span class="mono second">{say.ms(ms)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
