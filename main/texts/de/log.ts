import type { CrowdedReason, DropReason, LogEvent, LoginRefusal } from '../../../preload/logEntry';
import type { Texts } from '../en';
import type { Formats } from '../formats';
import { shortProblem } from '../shortProblem';
import { whyNotAdvertised } from '../whyNotAdvertised';
import { common } from './common';

const crowding: Record<CrowdedReason, string> = {
  'too many connections': 'zu viele Verbindungen sind offen',
  'too many from one address': 'zu viele kommen von dieser Adresse',
  'made room': 'sie war nicht angemeldet und machte anderen Platz',
};

const refusals: Record<LoginRefusal, string> = {
  missing: 'Ohne Benutzernamen und Passwort, abgewiesen',
  malformed: 'Benutzername und Passwort nicht lesbar, abgewiesen',
  wrong: 'Abgewiesen: Anmeldung falsch',
  blocked: 'Zu viele falsche Passwörter, muss warten',
  'foreign page': 'Webseite eines anderen Anbieters, abgewiesen',
};

const givenUp: Record<DropReason, string> = {
  'not in time': 'kein Schlüssel wurde rechtzeitig nachgewiesen',
  'too slow': 'sie nahm nicht ab, was an sie ging',
  silent: 'sie gab kein Lebenszeichen',
  unfinished: 'sie begann eine Nachricht und beendete sie nicht',
};

function event(what: LogEvent, f: Formats, nameOf: (key: string) => string): string {
  switch (what.kind) {
    case 'started':
      return what.tls ? `Auf Port ${what.port} gestartet, verschlüsselt` : `Auf Port ${what.port} gestartet`;
    case 'stopped':
      return 'Relay angehalten';
    case 'notStarted':
      return `Relay konnte nicht starten: ${shortProblem(what.problem, common.shortProblem)}`;
    case 'crowded':
      return `Verbindung beendet: ${crowding[what.reason]}`;
    case 'loginRefused':
      return refusals[what.reason];
    case 'opened':
      return `Verbindung ${what.conn} geöffnet`;
    case 'testDeviceOpened':
      return `Verbindung ${what.conn} von einem Testgerät eines Doktors geöffnet`;
    case 'authenticated':
      return `Verbunden von ${what.from}`;
    case 'signatureRefused':
      return 'Konnte nicht nachweisen, dass der Schlüssel ihm gehört';
    case 'notAdmitted':
      return what.why === 'blocked' ? 'Gesperrtes Gerät abgewiesen' : 'Neues Gerät, wartet auf Zulassung';
    case 'left':
      return what.replaced ? 'Neu verbunden, die alte Verbindung ist beendet' : 'Getrennt';
    case 'linked':
      return `Verknüpft mit ${nameOf(what.keys[1])}`;
    case 'unlinked':
      return `Nicht mehr verknüpft mit ${nameOf(what.keys[1])}`;
    case 'delivered':
      return `${f.bytes(what.bytes)} zugestellt`;
    case 'quiet':
      return 'Alles zugestellt, Ruhe';
    case 'silent':
      return `Verknüpft, aber ${f.duration(what.minutes * 60_000)} still`;
    case 'malformed':
      return `Verbindung ${what.conn} getrennt: sie spricht nicht das Protokoll des Relays (${what.reason})`;
    case 'givenUp':
      return `Verbindung ${what.conn} aufgegeben: ${givenUp[what.why]}`;
    case 'closed':
      return `Verbindung ${what.conn} beendet (${what.code})`;
    case 'socketFailed':
      return `Verbindung gescheitert (${what.code})`;
    case 'tlsFailed':
      return `Keine sichere Verbindung kam zustande (${what.code})`;
    case 'listenerFailed':
      return `Relay nimmt keine Verbindungen mehr an (${what.code})`;
    case 'advertised':
      return `Geräte in der Nähe finden das Relay als „${what.name}“`;
    case 'advertisingFailed':
      return `Geräte in der Nähe finden das Relay nicht von selbst (${whyNotAdvertised(what.trouble, common)})`;
    case 'more':
      return `Und ${f.number(what.count)} weitere dieser Art in einer Minute`;
  }
}

const events = (count: number, f: Formats) => (count === 1 ? '1 Ereignis' : `${f.number(count)} Ereignisse`);

export const log: Texts['log'] = {
  event,
  title: 'Protokoll',
  detail: 'Was geschah, das Neueste zuletzt. Passwörter und Budgets stehen hier nie.',
  levels: { detail: 'Detail', info: 'Info', warning: 'Warnung', error: 'Fehler' },
  least: {
    detail: 'Alle Stufen',
    info: 'Ab Info',
    warning: 'Warnungen und Fehler',
    error: 'Fehler',
  },
  leastLabel: 'Gezeigte Stufen',
  filter: 'Nach Text, Name oder Schlüssel filtern',
  filterHint: 'Filtern',
  clearFilter: 'Filter aufheben',
  pause: 'Pause',
  resume: 'Fortsetzen',
  copyShown: 'Gezeigtes kopieren',
  export: 'Exportieren …',
  exportFailed: 'Das Protokoll konnte nicht exportiert werden.',
  showFile: 'Datei mit dem Protokoll zeigen',
  clear: 'Leeren …',
  tableLabel: 'Ereignisse',
  columns: { time: 'Zeit', level: 'Stufe', event: 'Ereignis', device: 'Gerät', key: 'Schlüssel' },
  empty: 'Noch ist nichts geschehen.',
  emptyDetail: 'Was Geräte und Relay tun, steht hier, sobald es geschieht.',
  nothingMatches: 'Kein Ereignis passt.',
  nothingMatchesDetail: 'Zeigen Sie alle Stufen, oder filtern Sie nach etwas anderem.',
  searching: 'Suche läuft …',
  live: 'Live',
  paused: 'Angehalten.',
  waiting: (count, f) =>
    count === 1
      ? 'Angehalten. 1 neues Ereignis wartet.'
      : `Angehalten. ${f.number(count)} neue Ereignisse warten.`,
  since: (count, since, f) => `${events(count, f)} seit ${since}`,
  matching: (matching, count, f) =>
    `${f.number(matching)} von ${events(count, f)} ${matching === 1 ? 'passt' : 'passen'}`,
  leftOut: (count, f) => `… und ${f.number(count)} frühere`,
};
