import type { Check, DoctorReport, RejectedConnection, Verdict } from '../../preload/doctor';
import type { Snapshot } from '../../preload/views';
import type { Texts } from './createTexts';
import type { Formats } from './formats';
import { printable } from './printable';

/** A remedy's lines for a terminal are printed as they are; findings hold words of strangers too. */
const MAX_TEXT = 2_000;

/** A check as lines of plain text: verdict, title and time, then what it means, then what to type. */
export function checkText(check: Check, t: Texts, f: Formats): string {
  const { finding, verdict, ms } = check;
  const say = t.doctor;
  const title = verdict === 'notTried' ? say.names[check.name] : say.title(finding);
  const head = `[${say.verdicts[verdict]}] ${title}${ms === undefined ? '' : ` (${say.ms(ms)})`}`;
  const commands = check.remedies.flatMap((remedy) => (remedy.kind === 'commands' ? remedy.lines : []));
  const lines = [printable(say.text(finding, f), MAX_TEXT), ...commands.map((line) => `  ${line}`)];
  return [head, ...lines.map((line) => `  ${line}`)].join('\n');
}

const ORDER: readonly Verdict[] = ['failed', 'warning', 'passed', 'notTried'];

/** The checks, what is wrong first; without a line's end. */
export function checksText(checks: readonly Check[], t: Texts, f: Formats): string {
  return [...checks]
    .sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict))
    .map((check) => checkText(check, t, f))
    .join('\n');
}

/** What one may pass on to somebody who helps: no password, no user name, no device's key. */
export function doctorReportText(report: DoctorReport, snapshot: Snapshot, t: Texts, f: Formats): string {
  const { version, platform, settings, turnedAway } = snapshot;
  const say = t.doctor.report;
  const reach = settings.reach === 'computer' ? say.onlyHere : say.network;
  return [
    say.title,
    say.facts(version, platform, new Date(report.at).toISOString()),
    say.relay(settings.port, reach, settings.tls.kind !== 'off'),
    '',
    checksText(report.checks, t, f),
    '',
    ...attemptLines(turnedAway, t),
    '',
  ].join('\n');
}

function attemptLines(attempts: readonly RejectedConnection[], t: Texts): string[] {
  const say = t.doctor;
  if (attempts.length === 0) return [say.nobodyTurnedAway];
  const line = ({ from, why, count, last, letInSince }: RejectedConnection) => {
    const since = letInSince ? ` ${say.letInSince}` : '';
    const when = say.attempt(count, new Date(last).toISOString());
    return `  ${printable(from)}: ${say.refusals[why].what}, ${when}.${since}`;
  };
  return [`${say.groups.turnedAway}:`, ...attempts.map(line)];
}
