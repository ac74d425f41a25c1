import type { Finding } from '../../../preload/doctor';

/** What was found, in a few words: the title of a box or row. */
export function findingTitle(finding: Finding): string {
  switch (finding.kind) {
    case 'skipped':
    case 'relayStarting':
      return 'Not looked at';
    case 'listens':
      return 'Listening';
    case 'relayOff':
      return 'The relay is off';
    case 'relayProblem':
      return 'The relay is not running';
    case 'doesNotListen':
      return 'The relay does not answer';
    case 'onNetwork':
      return 'On a home network';
    case 'onlyVirtual':
      return 'This computer may be on no home network';
    case 'noNetwork':
      return 'This computer is on no network';
    case 'answersAt':
      return 'Reachable over the home network';
    case 'silentAt':
      return finding.answers.length > 0
        ? 'Not every address leads to the relay'
        : 'The relay is not reached over the home network';
    case 'badAddress':
      return 'This is not a relay’s address';
    case 'answers':
      return 'Reachable';
    case 'answersElsewhere':
      return 'The address is another one';
    case 'noAnswer':
      return 'The relay is not reached';
    case 'letsIn':
      return 'Login works';
    case 'turnsAway':
      return 'User name or password are not right';
    case 'letsAnybodyIn':
      return 'A wrong password is let in';
    case 'passwordLocked':
      return 'The password is locked';
    case 'hasToWait':
      return 'Too many wrong passwords';
    case 'loginFailed':
      return 'Login could not be tried';
    case 'talk':
      return 'Two test devices can talk';
    case 'keyRefused':
      return 'New devices are not let in';
    case 'doNotTalk':
      return 'Two test devices could not talk';
    case 'seen':
      return 'Advertised and seen';
    case 'notSeen':
      return 'Devices nearby may not find it';
    case 'seenOtherwise':
      return 'Devices nearby find something else';
    case 'notAdvertised':
      return 'Devices nearby cannot find it by themselves';
    case 'cannotLook':
      return 'Nobody could be looked for';
    case 'found':
      return 'Found';
    case 'foundNone':
      return 'No relay was found';
    case 'foundSeveral':
      return 'Several relays were found';
    case 'certificateValid':
    case 'certificatePinned':
    case 'certificateTrusted':
      return 'Certificate';
    case 'certificateEnds':
      return 'The certificate ends soon';
    case 'certificateEnded':
      return 'The certificate is over';
    case 'namesMissing':
      return 'The certificate is for other addresses';
    case 'certificateUnchecked':
      return 'Any certificate was accepted';
    case 'certificateUntrusted':
      return 'The certificate is not trusted';
    case 'certificateDiffers':
      return 'The certificate is another one';
    case 'noFirewall':
    case 'portOpen':
    case 'firewallUnknown':
      return 'Firewall';
    case 'discoveryClosed':
      return 'The firewall may keep devices from finding it';
    case 'portClosed':
    case 'portUncertain':
      return 'The firewall may turn your devices away';
    case 'programBlocked':
    case 'allBlocked':
      return 'The firewall turns your devices away';
    case 'publicNetwork':
      return 'Windows takes this network for a public one';
  }
}
