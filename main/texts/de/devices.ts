import type { Texts } from '../en';

/** After “seit” and “vor”: 3 Tage, but seit 3 Tagen. */
const dative = (duration: string) => duration.replace(/Tage$/, 'Tagen');

export const devices: Texts['devices'] = {
  title: 'Geräte',
  add: 'Gerät hinzufügen',

  connected: (count, rest) => `${count} verbunden. ${rest}`,
  activity: {
    alone: 'Es wartet auf ein zweites Gerät.',
    unlinked: 'Noch sind keine miteinander verknüpft.',
    nothingYet: 'Verknüpft, aber noch nichts weitergegeben.',
    passing: 'Gerade werden Daten weitergegeben.',
    waiting: 'Einige Daten warten auf ein Gerät, das sie langsam abnimmt.',
    quiet: (duration) => `Alles zugestellt, Ruhe seit ${dative(duration)}.`,
  },
  nobody: {
    running: 'Das Relay läuft und wartet.',
    starting: 'Das Relay startet.',
    off: 'Das Relay läuft nicht, darum kann sich kein Gerät verbinden.',
  },
  empty: {
    title: 'Noch keine Geräte',
    text: 'Jedes Telefon und jeder Laptop erscheint hier, sobald es sich zum ersten Mal verbindet. Dann können Sie ihm einen Namen geben.',
  },

  groups: { waiting: 'Wartet auf Einlass', connected: 'Verbunden', away: 'Nicht verbunden' },
  columns: { bars: 'Letzte Stunde', bytes: 'Gesendet, empfangen' },
  waitingMeans:
    'Jedes dieser Geräte kennt das Passwort und war noch nie hier. Lassen Sie nur ein, was Sie erkennen: Es verbindet sich bei seinem nächsten Versuch.',

  unshown: {
    rows: (count) =>
      count === 1
        ? '1 weiteres wird nicht gezeigt. Geräte, die Sie benannt, eingelassen oder gesperrt haben, gehen anderen vor.'
        : `${count} weitere werden nicht gezeigt. Geräte, die Sie benannt, eingelassen oder gesperrt haben, gehen anderen vor.`,
    waiting: (count) =>
      `${count} weitere fanden in dieser Liste keinen Platz. So viele auf einmal sind selten Ihre eigenen: Haben Sie sie nicht erwartet, so ändern Sie das Passwort.`,
  },

  linkedWith: (names) => `Verknüpft mit ${names}`,
  others: (count) => (count === 1 ? 'einem weiteren' : `${count} weiteren`),
  butSilent: 'aber still',
  unlinked: 'Noch nicht verknüpft',
  todayAt: (time) => `heute um ${time}`,
  onDay: (day) => `am ${day}`,
  here: {
    time: (from, time) => `${from}, hier seit ${time}`,
    day: (from, day) => `${from}, hier seit dem ${day}`,
  },
  lastSeen: (when, from) => `Zuletzt gesehen ${when}, von ${from}`,
  blocked: (when) => `Gesperrt. Zuletzt gesehen ${when}`,
  turnedAway: (when, from) => `Gesperrt. Abgewiesen ${when}, von ${from}`,
  asks: (when, from) => `Angefragt ${when}, von ${from}`,

  bytes: (sent, received) => `Gesendet ${sent}, empfangen ${received}`,
  bars: {
    none: 'Nichts in der letzten Stunde',
    now: (bytes) => `${bytes} in der letzten Stunde, zuletzt gerade eben`,
    ago: (bytes, duration) => `${bytes} in der letzten Stunde, zuletzt vor ${dative(duration)}`,
  },

  more: (name) => `Mehr zu ${name}`,
  silentMeans: (duration) =>
    `Seit das Gerät vor ${dative(duration)} verknüpft wurde, ist nichts von ihm gekommen. Vermutlich schläft es: Öffnen Sie Buckets darauf, dann sollte es von selbst aufholen.`,
  unlinkedMeans:
    'Zwei Geräte werden verknüpft, sobald beide hier sind und nacheinander fragen. Öffnen Sie Buckets auch auf dem anderen.',
  awayMeans:
    'Es kommt von selbst wieder, wenn Buckets darauf geöffnet ist und es diesen Computer erreichen kann.',
  actionsMean: 'Vergessen, kann es mit dem Passwort wiederkommen. Gesperrt, kann es das nicht.',

  nameLabel: (abbreviation) => `Name des Geräts ${abbreviation}`,
  rename: 'Umbenennen',
  giveName: 'Namen geben',
  copyKey: 'Schlüssel kopieren',
  forget: 'Vergessen …',
  block: 'Sperren …',
  unblock: 'Entsperren',
  letIn: 'Einlassen',
  notNow: 'Jetzt nicht',
  doTo: (action, name) => `${action} (${name})`,
};
