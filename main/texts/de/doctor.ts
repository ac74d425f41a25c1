import type { CheckName, Refusal, Verdict } from '../../../preload/doctor';
import type { Texts } from '../en';
import { findingText } from './findings';
import { findingTitle } from './findingTitles';

const names: Record<CheckName, string> = {
  listening: 'Empfang',
  network: 'Heimnetz',
  reachable: 'Erreichbarkeit',
  login: 'Anmeldung',
  echo: 'Zwei Testgeräte',
  advertised: 'Von Geräten in der Nähe gefunden',
  certificate: 'Zertifikat',
  firewall: 'Firewall',
};

const verdicts: Record<Verdict, string> = {
  passed: 'bestanden',
  warning: 'hier nachsehen',
  failed: 'nicht bestanden',
  notTried: 'nicht geprüft',
};

const refusals: Record<Refusal, { readonly what: string; readonly todo: string }> = {
  wrongPassword: {
    what: 'Falscher Benutzername oder falsches Passwort',
    todo: 'Geben Sie auf dem Gerät beides noch einmal so ein, wie die Übersicht es zeigt.',
  },
  unreadablePassword: {
    what: 'Benutzername und Passwort waren nicht lesbar',
    todo: 'Das war vermutlich nicht Buckets.',
  },
  noPassword: {
    what: 'Kein Benutzername und Passwort',
    todo: 'Geben Sie auf dem Gerät beides so ein, wie die Übersicht es zeigt.',
  },
  tooManyWrong: {
    what: 'Zu viele falsche Passwörter',
    todo: 'Nach höchstens einer Viertelstunde wird ihm wieder zugehört. Berichtigen Sie inzwischen das Passwort.',
  },
  foreignPage: {
    what: 'Eine fremde Webseite',
    todo: 'Es ist nichts zu tun: Sie wurde ferngehalten.',
  },
  wrongKey: {
    what: 'Es konnte nicht beweisen, dass sein Schlüssel ihm gehört',
    todo: 'Richten Sie das Relay auf dem Gerät neu ein.',
  },
  blockedDevice: {
    what: 'Sein Schlüssel ist gesperrt',
    todo: 'Wenn es Ihres ist, entsperren Sie es unter „Geräte“.',
  },
  notLetIn: {
    what: 'Es wartet darauf, eingelassen zu werden',
    todo: 'Wenn es Ihres ist, lassen Sie es unter „Geräte“ ein.',
  },
  tlsRefused: {
    what: 'Keine verschlüsselte Verbindung kam zustande',
    todo: 'Vertrauen Sie auf dem Gerät dem Zertifikat des Relays und prüfen Sie, ob die Adresse mit https:// beginnt.',
  },
  malformed: {
    what: 'Es spricht nicht die Sprache des Relays',
    todo: 'Das war vermutlich nicht Buckets.',
  },
  crowded: {
    what: 'Zu viele Verbindungen zugleich',
    todo: 'Es kann es wieder versuchen, wenn einige beendet sind.',
  },
};

export const doctor: Texts['doctor'] = {
  names,
  title: findingTitle,
  text: findingText,
  verdicts,
  refusals,
  heading: (problems) => {
    if (problems === 0) return 'Hier ist alles in Ordnung.';
    return problems === 1 ? 'Eine Sache wartet auf Sie.' : `${problems} Dinge warten auf Sie.`;
  },
  looking: 'Sieht nach …',
  lookingDetail: 'Das dauert ein paar Sekunden. Ihre Geräte bleiben verbunden.',
  detail: (passed, tried, when) =>
    passed === tried
      ? `Alle ${tried} Prüfungen bestanden, ${when}.`
      : `${passed} von ${tried} Prüfungen bestanden, ${when}.`,
  justNow: 'gerade eben',
  ago: (duration) => `vor ${duration.replace(/Tage$/, 'Tagen')}`,
  again: 'Noch einmal prüfen',
  checking: 'Prüft …',
  copyReport: 'Bericht kopieren',
  reportHint: 'Er enthält Adressen und Namen dieses Netzwerks, aber kein Passwort.',
  groups: {
    passed: 'Bestanden',
    notTried: 'Nicht geprüft',
    turnedAway: 'Kürzlich abgewiesen',
  },
  turnedAwayMeans: 'Wenn eines davon Ihr Gerät ist, hilft dies.',
  attempt: (count, when) => (count === 1 ? when : `${count}-mal, zuletzt ${when}`),
  letInSince: 'Seitdem wurde ein Gerät mit dieser Adresse eingelassen.',
  nobodyTurnedAway: 'Seit dem Start der App wurde niemand abgewiesen.',
  ms: (ms) => `${ms} ms`,
  command: 'die Zeilen',
  remedies: {
    startRelay: 'Einschalten',
    restartRelay: 'Aus- und einschalten',
    overview: 'Zur Übersicht',
    settings: 'Zu den Einstellungen',
    newPassword: 'Neues Passwort erstellen …',
    newCertificate: 'Neues Zertifikat erstellen …',
    chooseCertificate: 'Andere Dateien wählen …',
    allowInFirewall: 'Buckets Relay erlauben …',
  },
  report: {
    title: 'Was der Doktor von Buckets Relay gefunden hat',
    facts: (version, system, at) => `Version ${version}, ${system}, ${at}`,
    onlyHere: 'nur für diesen Computer offen',
    network: 'für das Heimnetz offen',
    relay: (port, reach, encrypted) =>
      `Port ${port}, ${reach}, ${encrypted ? 'verschlüsselt' : 'nicht verschlüsselt'}`,
  },
  invite: { text: 'Ein Gerät kann sich nicht verbinden?', action: 'Den Doktor nachsehen lassen' },
};
