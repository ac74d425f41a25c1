import type { Finding } from '../../../preload/doctor';
import type { Translate } from '../translate';

/** What was found, in a few words: the title of a box or row. */
export function createFindingTitles(m: Translate) {
  function findingTitle(finding: Finding): string {
    switch (finding.kind) {
      case 'skipped':
      case 'relayStarting':
        return m('findingTitles.relayStarting');
      case 'listens':
        return m('findingTitles.listens');
      case 'relayOff':
        return m('findingTitles.relayOff');
      case 'relayProblem':
        return m('findingTitles.relayProblem');
      case 'doesNotListen':
        return m('findingTitles.doesNotListen');
      case 'onNetwork':
        return m('findingTitles.onNetwork');
      case 'onlyVirtual':
        return m('findingTitles.onlyVirtual');
      case 'noNetwork':
        return m('findingTitles.noNetwork');
      case 'answersAt':
        return m('findingTitles.answersAt');
      case 'silentAt':
        return m('findingTitles.silentAt', { answers: finding.answers.length > 0 });
      case 'badAddress':
        return m('findingTitles.badAddress');
      case 'answers':
        return m('findingTitles.answers');
      case 'answersElsewhere':
        return m('findingTitles.answersElsewhere');
      case 'noAnswer':
        return m('findingTitles.noAnswer');
      case 'letsIn':
        return m('findingTitles.letsIn');
      case 'turnsAway':
        return m('findingTitles.turnsAway');
      case 'letsAnybodyIn':
        return m('findingTitles.letsAnybodyIn');
      case 'passwordLocked':
        return m('findingTitles.passwordLocked');
      case 'hasToWait':
        return m('findingTitles.hasToWait');
      case 'loginFailed':
        return m('findingTitles.loginFailed');
      case 'talk':
        return m('findingTitles.talk');
      case 'keyRefused':
        return m('findingTitles.keyRefused');
      case 'doNotTalk':
        return m('findingTitles.doNotTalk');
      case 'seen':
        return m('findingTitles.seen');
      case 'notSeen':
        return m('findingTitles.notSeen');
      case 'seenOtherwise':
        return m('findingTitles.seenOtherwise');
      case 'notAdvertised':
        return m('findingTitles.notAdvertised');
      case 'cannotLook':
        return m('findingTitles.cannotLook');
      case 'found':
        return m('findingTitles.found');
      case 'foundNone':
        return m('findingTitles.foundNone');
      case 'foundSeveral':
        return m('findingTitles.foundSeveral');
      case 'certificateValid':
      case 'certificatePinned':
      case 'certificateTrusted':
        return m('findingTitles.certificateTrusted');
      case 'certificateEnds':
        return m('findingTitles.certificateEnds');
      case 'certificateEnded':
        return m('findingTitles.certificateEnded');
      case 'namesMissing':
        return m('findingTitles.namesMissing');
      case 'certificateUnchecked':
        return m('findingTitles.certificateUnchecked');
      case 'certificateUntrusted':
        return m('findingTitles.certificateUntrusted');
      case 'certificateDiffers':
        return m('findingTitles.certificateDiffers');
      case 'noFirewall':
      case 'portOpen':
      case 'firewallUnknown':
        return m('findingTitles.firewallUnknown');
      case 'discoveryClosed':
        return m('findingTitles.discoveryClosed');
      case 'portClosed':
      case 'portUncertain':
        return m('findingTitles.portUncertain');
      case 'programBlocked':
      case 'allBlocked':
        return m('findingTitles.allBlocked');
      case 'publicNetwork':
        return m('findingTitles.publicNetwork');
    }
  }
  return findingTitle;
}
