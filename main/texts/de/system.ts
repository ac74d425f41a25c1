import type { Texts } from '../en';

export const system: Texts['system'] = {
  tray: {
    stop: 'Relay anhalten',
    start: 'Relay starten',
    addresses: 'Adressen',
    devices: (count) => `Geräte (${count})`,
    open: 'Buckets Relay öffnen …',
    quit: 'Buckets Relay beenden',
    noNetwork: 'Dieser Computer ist in keinem Netzwerk',
    chooseToCopy: 'Zum Kopieren eine wählen',
    silent: (name) => `${name}, still`,
    noDevices: 'Kein Gerät ist verbunden',
    others: (count) => `${count} weitere …`,
    addDevice: 'Gerät hinzufügen …',
  },
  purpose: 'Lässt die Geräte Ihres Haushalts ihre Budgets austauschen',
  menu: { file: 'Datei', view: 'Ansicht' },
  replacePassword: {
    message: 'Neues Passwort erzeugen?',
    detail: 'Jedes Gerät braucht dann das neue.',
    yes: 'Neues Passwort erzeugen',
  },
  replaceCertificate: {
    message: 'Neues Zertifikat erzeugen?',
    detail:
      'Es hat einen anderen Fingerabdruck. Ein Gerät, das dem alten vertraut, muss dem neuen erst vertrauen.',
    yes: 'Neues Zertifikat erzeugen',
  },
  forgetDevice: {
    message: (name) => `${name} vergessen?`,
    detail:
      'Name und Verlauf verschwinden aus der Liste. Mit dem Passwort kann es als neues Gerät wiederkommen.',
    yes: 'Vergessen',
  },
  blockDevice: {
    message: (name) => `${name} sperren?`,
    detail:
      'Es wird sofort getrennt und kann auch mit dem Passwort nicht zurück, bis Sie es wieder zulassen.',
    yes: 'Sperren',
  },
  clearLog: {
    message: 'Protokoll leeren?',
    detail: 'Die Liste beginnt von vorn. Die Datei mit dem Protokoll bleibt.',
    yes: 'Leeren',
  },
  chooseCertificate: { title: 'Zertifikat wählen', button: 'Wählen' },
  chooseKey: { title: 'Den privaten Schlüssel dazu wählen', button: 'Wählen' },
  pemFiles: 'Zertifikate und Schlüssel',
  allFiles: 'Alle Dateien',
  saveCertificate: 'Zertifikat für ein Telefon sichern',
  exportLog: 'Protokoll exportieren',
  cannotStart: {
    title: 'Buckets Relay kann nicht starten.',
    folder: {
      notAFolder: (path) =>
        `Die Einstellungen gehören in einen Ordner, und unter ${path} liegt etwas anderes. Verschieben Sie es, und starten Sie erneut.`,
      notOurs: (path, code, byChown) =>
        `Es darf nicht nach ${path} schreiben (${code}), wohin die Einstellungen gehören. ${
          byChown
            ? `Das geschieht nach einem Start als root, mit sudo. Geben Sie zur Abhilfe in einem Terminal ein: sudo chown -R "$(id -un)" "${path}"`
            : 'Geben Sie sich das Recht, dort zu schreiben, in den Eigenschaften des Ordners unter Sicherheit.'
        }`,
      readOnly: (path, code) =>
        `Die Einstellungen gehören nach ${path}, auf ein Laufwerk, das nur gelesen werden kann (${code}). Starten Sie mit --user-data-dir=ORDNER, mit einem Ordner auf einem anderen.`,
      other: (path, code) =>
        `Es kann nicht nach ${path} schreiben (${code}), wohin die Einstellungen gehören. Starten Sie mit --user-data-dir=ORDNER, um einen anderen Ordner zu verwenden.`,
    },
    bug: 'Ein Fehler hat den Start beendet. Starten Sie noch einmal: Dann wird gezeigt, was nötig ist, um den Fehler zu beheben.',
  },
  downgrade: {
    message: 'Diese Einstellungen stammen von einer neueren Version von Buckets Relay.',
    detail: (version) =>
      `Dies ist Version ${version}, die sie nicht versteht und deshalb gelassen hat, wie sie sind. Installieren Sie wieder die neuere Version, um mit ihnen weiterzuarbeiten. Oder beginnen Sie mit neuen Einstellungen: Die anderen werden beiseitegelegt, und Ihre Geräte brauchen vielleicht noch einmal die Adresse des Relays.`,
    quit: 'Beenden',
    startAnew: 'Mit neuen Einstellungen beginnen',
  },
  crash: {
    message: 'Buckets Relay wurde beim letzten Mal unerwartet beendet.',
    detail:
      'Es läuft wieder, mit Ihren Einstellungen, wie sie waren. Niemandem wurde etwas davon gesendet. Damit der Fehler behoben werden kann, melden Sie ihn mit diesen Zeilen.',
    close: 'Schließen',
    copy: 'Bericht kopieren',
    showLog: 'Protokoll zeigen',
    started: (time) => `Gestartet ${time}`,
    noTrace: 'Es wurde von außen beendet oder hinterließ keine Spur.',
  },
  notifications: {
    came: (name) => `${name} ist verbunden`,
    left: (name) => `${name} ist nicht mehr verbunden`,
    newDevice: 'Ein neues Gerät ist verbunden',
    newDeviceText: (abbreviation, from) => `${abbreviation} von ${from}. Möchten Sie ihm einen Namen geben?`,
    waiting: 'Ein neues Gerät möchte sich verbinden',
    waitingText: (abbreviation, from) => `${abbreviation} von ${from}. Zulassen?`,
    problem: 'Das Relay läuft nicht',
  },
};
