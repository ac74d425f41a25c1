import type {
  Advertisement,
  EchoTrouble,
  Finding,
  FirewallProgram,
  NoAnswer,
  Skipped,
} from '../../../preload/doctor';
import type { Formats } from '../formats';
import { shortProblem } from '../shortProblem';
import { whyNotAdvertised } from '../whyNotAdvertised';
import { common } from './common';

const skipped: Record<Skipped, string> = {
  onlyHere: 'Nur dieser Computer darf das Relay erreichen, so steht es in den Einstellungen.',
  notRunning: 'Das Relay läuft nicht.',
  noNetwork: 'Dieser Computer ist in keinem Heimnetz.',
  noAnswer: 'Das Relay antwortet nicht.',
  notLetIn: 'Niemand wurde eingelassen.',
  wouldBeSeen: 'Dieses Relay würde Ihren Geräten von zweien mehr erzählen, darum wurden keine geschickt.',
  noPassword: 'Benutzername und Passwort wurden nicht angegeben.',
  notTrusted: 'Dem Zertifikat wird nicht vertraut, darum wurde kein Passwort gesendet.',
  notEncrypted: 'Die Verschlüsselung ist ausgeschaltet, also gibt es keines.',
  notAdvertised: 'Das Relay macht sich nicht bekannt, so steht es in den Einstellungen.',
  announcing: 'Das Relay macht sich gerade bekannt. Prüfen Sie gleich noch einmal.',
};

const programs: Record<FirewallProgram, string> = {
  ufw: 'ufw',
  firewalld: 'firewalld',
  windows: 'Die Windows-Firewall',
  mac: 'Die Firewall von macOS',
};

function noAnswer(why: NoAnswer): string {
  switch (why.kind) {
    case 'nameUnknown':
      return 'Dieser Name ist in diesem Netzwerk nicht bekannt. Nehmen Sie die Adresse in Zahlen, die das Fenster des Relays zeigt.';
    case 'refused':
      return 'Dort ist ein Computer, aber kein Programm auf diesem Port. Vielleicht ist das Relay aus, auf einem anderen Port oder nur für seinen eigenen Computer offen.';
    case 'timedOut':
      return 'Es kam nichts zurück. Vielleicht hält eine Firewall auf dem Computer des Relays andere fern, der Computer schläft, oder das WLAN trennt seine Geräte voneinander, wie es Gastnetze tun.';
    case 'noRoute':
      return 'Zu dieser Adresse führt kein Weg. Vielleicht ist der Computer des Relays aus oder hat jetzt eine andere Adresse, oder dieses Gerät ist in einem anderen Netzwerk.';
    case 'silent':
      return 'Etwas nimmt die Verbindung an und sagt nichts. Es kann ein anderes Programm sein oder ein überlastetes Relay.';
    case 'otherEncryption':
      return 'Die Verschlüsselung passt nicht: Versuchen Sie dieselbe Adresse mit https:// statt http:// oder umgekehrt.';
    case 'notARelay':
      return `Dort antwortet ein anderes Programm (Status ${why.status}). Prüfen Sie den Port, und hinter einem Proxy den Pfad vor /v1/relay.`;
    case 'noUpgrade':
      return `Dort antwortet ein Relay, aber ein Proxy dazwischen hält den Wechsel zum Websocket von ihm fern (Status ${why.status}). Lassen Sie den Proxy die Kopfzeilen Upgrade und Connection weitergeben, mit HTTP/1.1.`;
    case 'certificateRefused':
      return `Dem Zertifikat wird nicht vertraut (${why.code}).`;
    case 'fingerprintDiffers':
      return 'Was dort antwortet, hat ein anderes Zertifikat als dieses Relay. Vielleicht ist es ein anderes Programm.';
    case 'failed':
      return `Die Verbindung brach ab (${why.code}).`;
  }
}

function ownNoAnswer(why: NoAnswer): string {
  switch (why.kind) {
    case 'refused':
    case 'timedOut':
    case 'noRoute':
    case 'nameUnknown':
      return 'Vielleicht hat sich sein Netzwerk gerade geändert: Prüfen Sie gleich noch einmal.';
    default:
      return noAnswer(why);
  }
}

const echo: Record<EchoTrouble, string> = {
  notLinked: 'Beide wurden eingelassen, aber das Relay hat sie nicht verknüpft.',
  nothingCame: 'Sie waren verknüpft, aber was das eine sandte, erreichte das andere nicht.',
  changed: 'Was ankam, war nicht das, was gesendet wurde.',
  lost: 'Das Relay hat die Verbindung dazwischen beendet. Sein Protokoll sagt vielleicht, warum.',
};

const differs: Record<Advertisement, string> = {
  name: 'einen anderen Namen',
  port: 'einen anderen Port',
  fingerprint: 'ein anderes Zertifikat',
};

const commandsFollow = 'Diese Zeilen in einem Terminal ändern das:';

export function findingText(finding: Finding, f: Formats): string {
  switch (finding.kind) {
    case 'skipped':
      return skipped[finding.why];
    case 'listens':
      return `Das Relay ist auf Port ${finding.port} offen.`;
    case 'relayOff':
      return 'Kein Gerät kann sich verbinden, solange es nicht eingeschaltet ist.';
    case 'relayStarting':
      return 'Das Relay startet gerade. Prüfen Sie gleich noch einmal.';
    case 'relayProblem':
      return `${shortProblem(finding.problem, common.shortProblem)} In der Übersicht steht mehr, auch was zu tun ist.`;
    case 'doesNotListen':
      return `Es sollte auf Port ${finding.port} offen sein, antwortet aber nicht einmal diesem Computer. ${ownNoAnswer(finding.why)}`.trim();
    case 'onNetwork':
      return finding.vpn.length > 0
        ? `Seine Adresse ist ${f.list(finding.hosts)}. Auch ein VPN ist an (${f.list(finding.vpn)}): Wenn ein Gerät sich nicht verbinden kann, schalten Sie es versuchsweise aus.`
        : `Seine Adresse ist ${f.list(finding.hosts)}. Geräte müssen im selben Netzwerk sein.`;
    case 'onlyVirtual':
      return `Er hat nur Netzwerkkarten von virtuellen Maschinen, Containern oder einem VPN (${f.list(finding.adapters)}), die Geräte zu Hause nicht erreichen. Verbinden Sie ihn mit Ihrem Heimnetz, per Kabel oder WLAN.`;
    case 'noNetwork':
      return 'Verbinden Sie ihn mit Ihrem Heimnetz, per Kabel oder WLAN.';
    case 'answersAt':
      return finding.hosts.length === 1
        ? `Es hat an seiner eigenen Adresse ${finding.hosts[0]} geantwortet.`
        : `Es hat an jeder seiner Adressen geantwortet: ${f.list(finding.hosts)}.`;
    case 'silentAt': {
      const [first] = finding.silent;
      const hosts = f.list(finding.silent.map(({ host }) => host));
      const others = finding.answers.length > 0 ? ` Nehmen Sie stattdessen ${f.list(finding.answers)}.` : '';
      return `Nicht einmal dieser Computer selbst bekommt unter ${hosts} eine Antwort. ${first ? ownNoAnswer(first.why) : ''}${others}`.trim();
    }
    case 'badAddress':
      return 'Sie sieht aus wie http://HOST:PORT/v1/relay, oder mit https.';
    case 'answers':
      return `Unter ${finding.url} antwortet ein Relay.`;
    case 'answersElsewhere':
      return `Unter ${finding.url} antwortet ein Relay, nicht aber unter dem, was eingegeben wurde. Geben Sie auf dem Gerät genau diese Adresse ein.`;
    case 'noAnswer':
      return `Unter ${finding.url} antwortet kein Relay. ${noAnswer(finding.why)}`;
    case 'letsIn':
      return finding.wrongTried
        ? 'Das richtige Passwort wird eingelassen, ein falsches abgewiesen.'
        : 'Benutzername und Passwort stimmen.';
    case 'turnsAway':
      return 'Das Relay hat sie abgelehnt. Beim Passwort kommt es auf Groß- und Kleinschreibung an, beim Benutzernamen nicht.';
    case 'letsAnybodyIn':
      return 'Schalten Sie das Relay aus und melden Sie das: Es darf nicht vorkommen.';
    case 'passwordLocked':
      return 'Entsperren Sie den Schlüsselbund, der es verwahrt, und prüfen Sie noch einmal.';
    case 'hasToWait':
      return `Das Relay hört dieser Adresse ${finding.seconds} Sekunden lang nicht zu. Versuchen Sie es danach mit dem richtigen Passwort.`;
    case 'loginFailed':
      return noAnswer(finding.why);
    case 'talk':
      return 'Eine Nachricht ging hin und zurück, unverändert.';
    case 'keyRefused':
      return `Benutzername und Passwort stimmen, aber das Relay sagte: ${finding.message}. Vielleicht muss dort jemand neue Geräte einlassen.`;
    case 'doNotTalk':
      return echo[finding.why];
    case 'seen':
      return `Im Netzwerk als „${finding.name}“ gefunden. Ob auch andere es sehen, hängt vom Netzwerk ab.`;
    case 'notSeen':
      return `Dieser Computer sagt, er sei „${finding.name}“, und hat sich selbst nicht gehört. Vielleicht verhindert es eine Firewall oder das Netzwerk (UDP-Port 5353). Über die Adresse können sich Geräte trotzdem verbinden.`;
    case 'seenOtherwise':
      return `Was als „${finding.name}“ gefunden wird, hat ${f.list(finding.differs.map((what) => differs[what]))}. Es kann eine alte Ankündigung sein oder jemand, der sich als dieses Relay ausgibt. Prüfen Sie in zwei Minuten noch einmal.`;
    case 'notAdvertised':
      return `Der Grund: ${whyNotAdvertised(finding.trouble, common)}. Über die Adresse können sie sich trotzdem verbinden.`;
    case 'cannotLook':
      return `Das System lässt Programme nicht nach Relays suchen (${finding.code}). Über die Adresse können sich Geräte trotzdem verbinden.`;
    case 'found':
      return `„${finding.name}“ sagt, es sei unter ${finding.url} zu erreichen.`;
    case 'foundNone':
      return 'Es muss im selben Netzwerk laufen und sich bekannt machen, und Firewalls müssen Multicast-DNS (UDP-Port 5353) durchlassen.';
    case 'foundSeveral':
      return `Sagen Sie, welches gemeint ist: ${f.list(finding.relays.map(({ id, name }) => `${id} ist „${name}“`))}.`;
    case 'certificateValid':
      return `Gültig bis ${f.date(finding.validUntil)}, und es nennt jede Adresse, die in Gebrauch ist.`;
    case 'certificateEnds':
      return finding.own
        ? `Es ist gültig bis ${f.date(finding.validUntil)}. Erstellen Sie rechtzeitig ein neues: Geräten, die diesem vertrauen, muss man es sagen.`
        : `Es ist gültig bis ${f.date(finding.validUntil)}. Erneuern Sie es rechtzeitig.`;
    case 'certificateEnded':
      return `Es war gültig bis ${f.date(finding.validUntil)}, darum lehnen Geräte das Relay vielleicht ab. Wenn das Datum falsch ist, prüfen Sie die Uhr dieses Computers.`;
    case 'namesMissing':
      return `Es nennt ${f.list(finding.hosts)} nicht, darum lehnen Geräte, die sich dort verbinden, es vielleicht ab.`;
    case 'certificatePinned':
      return 'Es hat den angegebenen Fingerabdruck.';
    case 'certificateTrusted':
      return 'Dieser Computer vertraut ihm für diese Adresse.';
    case 'certificateUnchecked':
      return `Jemand dazwischen könnte das Passwort lesen. Vergleichen Sie den Fingerabdruck mit dem, den das Relay zeigt, und verwenden Sie dann --fingerprint: ${finding.seen}.`;
    case 'certificateUntrusted':
      return `Der Grund: ${finding.code}.${finding.seen === undefined ? '' : ` Wenn das Relay den Fingerabdruck ${finding.seen} zeigt, verwenden Sie ihn mit --fingerprint.`}`;
    case 'certificateDiffers':
      return `Es hat den Fingerabdruck ${finding.seen}, darum wurde kein Passwort gesendet. Vergleichen Sie ihn mit dem, den das Relay zeigt: Vielleicht hat es ein neues Zertifikat, oder es ist nicht Ihr Relay.`;
    case 'noFirewall':
      return 'Keine Firewall, die hier bekannt ist, ist eingeschaltet.';
    case 'portOpen':
      return `${programs[finding.program]} lässt Geräte herein.`;
    case 'firewallUnknown':
      return 'Sie gibt keine Auskunft und weist Geräte vielleicht ab. Wenn sie sich nicht verbinden können, sehen Sie in ihren Einstellungen nach.';
    case 'discoveryClosed':
      return finding.program === 'windows'
        ? 'Sie lässt Geräte herein, hat aber keine Regel dafür, wie sie das Relay von selbst finden (UDP-Port 5353). Windows wird fragen, ob das geändert werden soll.'
        : `${programs[finding.program]} lässt Geräte herein, aber nicht den Weg, auf dem sie das Relay von selbst finden (UDP-Port 5353). ${commandsFollow}`;
    case 'portClosed':
      return finding.program === 'windows'
        ? 'Die Windows-Firewall hat keine Regel für Buckets Relay. Geräte finden das Relay, kommen aber vielleicht nicht durch. Windows wird fragen, ob das geändert werden soll.'
        : `${programs[finding.program]} hat keine Regel für Port ${finding.port}, darum kommen Geräte vielleicht nicht durch. ${commandsFollow}`;
    case 'portUncertain':
      return finding.program === 'mac'
        ? 'Die Firewall von macOS ist eingeschaltet und hat noch keine Regel für Buckets Relay. Vielleicht fragt sie, oder sie hält Geräte fern. Sehen Sie in den Systemeinstellungen nach: Netzwerk, Firewall, Optionen. Auch unter „Datenschutz & Sicherheit“, „Lokales Netzwerk“ muss es erlaubt sein.'
        : `${programs[finding.program]} ist eingeschaltet und zeigt seine Regeln nur Verwaltern, weist Geräte also vielleicht ab. Wenn sie sich nicht verbinden können, lassen diese Zeilen in einem Terminal sie herein:`;
    case 'programBlocked':
      return finding.program === 'windows'
        ? 'Eine Regel der Windows-Firewall sperrt Buckets Relay. Windows schreibt solche Regeln, wenn seine Frage abgebrochen wird. Es wird fragen, ob das geändert werden soll.'
        : 'Die Firewall von macOS sperrt Buckets Relay. Erlauben Sie es in den Systemeinstellungen: Netzwerk, Firewall, Optionen.';
    case 'allBlocked':
      return finding.program === 'windows'
        ? 'Die Windows-Firewall sperrt alle eingehenden Verbindungen, gleich welche Regeln es gibt. Schalten Sie das für dieses Netzwerk aus: Windows-Sicherheit, Firewall- & Netzwerkschutz.'
        : 'Die Firewall von macOS sperrt alle eingehenden Verbindungen. Schalten Sie das in den Systemeinstellungen aus: Netzwerk, Firewall, Optionen.';
    case 'publicNetwork':
      return `Buckets Relay wird nur zu Hause hereingelassen, und Windows hält ${f.list(finding.networks)} für öffentlich. Wenn das Ihr Heimnetz ist, stellen Sie es auf „Privat“: Windows-Einstellungen, Netzwerk und Internet, Eigenschaften der Verbindung.`;
  }
}
