import type { Check, CheckName, DoctorRemedy, Finding, Verdict } from '../../../preload/doctor';
import { unreachable } from '../../lib/unreachable';

/** A finding with what it means and what can be done. `ms` is how long the relay took, where that says something. */
export const check = (name: CheckName, finding: Finding, ms?: number): Check => ({
  name,
  finding,
  verdict: verdictOf(finding),
  ms: ms === undefined ? undefined : Math.max(1, Math.round(ms)),
  remedies: remediesFor(finding),
});

/** Failed: no device, or not every one, can get through. A warning: some may not, or soon will not. */
export function verdictOf(finding: Finding): Verdict {
  switch (finding.kind) {
    case 'skipped':
    case 'relayStarting':
    case 'firewallUnknown':
    case 'diskUnknown':
      return 'notTried';
    case 'listens':
    case 'onNetwork':
    case 'answersAt':
    case 'answers':
    case 'letsIn':
    case 'talk':
    case 'seen':
    case 'found':
    case 'certificateValid':
    case 'certificatePinned':
    case 'certificateTrusted':
    case 'noFirewall':
    case 'portOpen':
    case 'packagesThere':
    case 'databaseSound':
    case 'databaseEmpty':
    case 'diskRoom':
    case 'licenceKeyGood':
    case 'mailReady':
    case 'natsReady':
    case 'natsRightsThere':
    case 'nodesHeard':
    case 'clocksAgree':
      return 'passed';
    case 'answersElsewhere':
    case 'notSeen':
    case 'seenOtherwise':
    case 'notAdvertised':
    case 'cannotLook':
    case 'certificateEnds':
    case 'namesMissing':
    case 'certificateUnchecked':
    case 'discoveryClosed':
    case 'portClosed':
    case 'portUncertain':
    case 'publicNetwork':
    case 'onlyVirtual':
    case 'hasToWait':
    case 'databaseOlder':
    case 'diskLow':
    case 'licenceKeyPrivate':
    case 'nodesNone':
    case 'clocksDiffer':
      return 'warning';
    case 'silentAt':
      return finding.answers.length > 0 ? 'warning' : 'failed';
    case 'relayOff':
    case 'relayProblem':
    case 'doesNotListen':
    case 'noNetwork':
    case 'badAddress':
    case 'noAnswer':
    case 'turnsAway':
    case 'letsAnybodyIn':
    case 'passwordLocked':
    case 'loginFailed':
    case 'keyRefused':
    case 'doNotTalk':
    case 'foundNone':
    case 'foundSeveral':
    case 'certificateEnded':
    case 'certificateUntrusted':
    case 'certificateDiffers':
    case 'programBlocked':
    case 'allBlocked':
    case 'packagesMissing':
    case 'databaseFails':
    case 'diskFull':
    case 'licenceKeyBad':
    case 'mailFails':
    case 'mailSettingsBad':
    case 'natsFails':
    case 'clusterSettingsBad':
    case 'natsRightsMissing':
      return 'failed';
    default:
      return unreachable(finding);
  }
}

function remediesFor(finding: Finding): readonly DoctorRemedy[] {
  switch (finding.kind) {
    case 'relayOff':
      return [{ kind: 'startRelay' }];
    case 'doesNotListen':
      return [{ kind: 'restartRelay' }];
    case 'relayProblem':
    case 'passwordLocked':
      return [{ kind: 'overview' }];
    case 'turnsAway':
      return [{ kind: 'newPassword' }];
    case 'notAdvertised':
      return finding.trouble.kind === 'noFreeName' ? [{ kind: 'settings' }] : [];
    case 'certificateEnds':
    case 'certificateEnded':
    case 'namesMissing':
      return [{ kind: finding.own ? 'newCertificate' : 'chooseCertificate' }];
    case 'packagesMissing':
      return [{ kind: 'commands', lines: [`npm install -g ${finding.names.join(' ')}`] }];
    case 'discoveryClosed':
    case 'portClosed':
    case 'portUncertain':
    case 'programBlocked':
      return firewallRemedies(finding);
    default:
      return [];
  }
}

type Closed = Extract<
  Finding,
  { kind: 'discoveryClosed' | 'portClosed' | 'portUncertain' | 'programBlocked' }
>;

function firewallRemedies(finding: Closed): readonly DoctorRemedy[] {
  if (finding.program === 'windows') return [{ kind: 'allowInFirewall' }];
  const lines = finding.kind === 'programBlocked' ? [] : finding.commands;
  return lines.length > 0 ? [{ kind: 'commands', lines }] : [];
}
