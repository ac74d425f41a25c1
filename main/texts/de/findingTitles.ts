import type { Finding } from '../../../preload/doctor';

export function findingTitle(finding: Finding): string {
  switch (finding.kind) {
    case 'skipped':
    case 'relayStarting':
      return 'Nicht geprüft';
    case 'listens':
      return 'Empfangsbereit';
    case 'relayOff':
      return 'Das Relay ist aus';
    case 'relayProblem':
      return 'Das Relay läuft nicht';
    case 'doesNotListen':
      return 'Das Relay antwortet nicht';
    case 'onNetwork':
      return 'In einem Heimnetz';
    case 'onlyVirtual':
      return 'Dieser Computer ist vielleicht in keinem Heimnetz';
    case 'noNetwork':
      return 'Dieser Computer ist in keinem Netzwerk';
    case 'answersAt':
      return 'Über das Heimnetz erreichbar';
    case 'silentAt':
      return finding.answers.length > 0
        ? 'Nicht jede Adresse führt zum Relay'
        : 'Das Relay ist über das Heimnetz nicht erreichbar';
    case 'badAddress':
      return 'Das ist keine Adresse eines Relays';
    case 'answers':
      return 'Erreichbar';
    case 'answersElsewhere':
      return 'Die Adresse ist eine andere';
    case 'noAnswer':
      return 'Das Relay ist nicht erreichbar';
    case 'letsIn':
      return 'Die Anmeldung klappt';
    case 'turnsAway':
      return 'Benutzername oder Passwort stimmen nicht';
    case 'letsAnybodyIn':
      return 'Ein falsches Passwort wird eingelassen';
    case 'passwordLocked':
      return 'Das Passwort ist gesperrt';
    case 'hasToWait':
      return 'Zu viele falsche Passwörter';
    case 'loginFailed':
      return 'Die Anmeldung ließ sich nicht versuchen';
    case 'talk':
      return 'Zwei Testgeräte erreichen einander';
    case 'keyRefused':
      return 'Neue Geräte werden nicht eingelassen';
    case 'doNotTalk':
      return 'Zwei Testgeräte erreichten einander nicht';
    case 'seen':
      return 'Bekannt gemacht und gesehen';
    case 'notSeen':
      return 'Geräte in der Nähe finden es vielleicht nicht';
    case 'seenOtherwise':
      return 'Geräte in der Nähe finden etwas anderes';
    case 'notAdvertised':
      return 'Geräte in der Nähe finden es nicht von selbst';
    case 'cannotLook':
      return 'Es konnte nicht gesucht werden';
    case 'found':
      return 'Gefunden';
    case 'foundNone':
      return 'Kein Relay gefunden';
    case 'foundSeveral':
      return 'Mehrere Relays gefunden';
    case 'certificateValid':
    case 'certificatePinned':
    case 'certificateTrusted':
      return 'Zertifikat';
    case 'certificateEnds':
      return 'Das Zertifikat läuft bald ab';
    case 'certificateEnded':
      return 'Das Zertifikat ist abgelaufen';
    case 'namesMissing':
      return 'Das Zertifikat ist für andere Adressen';
    case 'certificateUnchecked':
      return 'Jedes Zertifikat wurde angenommen';
    case 'certificateUntrusted':
      return 'Dem Zertifikat wird nicht vertraut';
    case 'certificateDiffers':
      return 'Es ist ein anderes Zertifikat';
    case 'noFirewall':
    case 'portOpen':
    case 'firewallUnknown':
      return 'Firewall';
    case 'discoveryClosed':
      return 'Wegen der Firewall finden Geräte es vielleicht nicht';
    case 'portClosed':
    case 'portUncertain':
      return 'Die Firewall weist Ihre Geräte vielleicht ab';
    case 'programBlocked':
    case 'allBlocked':
      return 'Die Firewall weist Ihre Geräte ab';
    case 'publicNetwork':
      return 'Windows hält dieses Netzwerk für ein öffentliches';
  }
}
