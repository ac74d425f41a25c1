import type { Texts } from '../en';

export const overview: Texts['overview'] = {
  detail: {
    starting: 'Einen Moment.',
    stopped: 'Ihre Geräte können sich hier erst wieder treffen, wenn Sie das Relay einschalten.',
    noNetwork: 'Kein Gerät kann es erreichen, denn dieser Computer ist in keinem Netzwerk.',
    onlyHere: 'Nur Programme auf diesem Computer können es erreichen.',
    firstDevice: 'Bereit für Ihr erstes Gerät.',
    allAway: 'Geräte, die schon einmal hier waren, kommen von selbst wieder.',
    oneDevice: 'Mit einem zweiten können sie Ihr Budget austauschen.',
    unlinked: 'Sie sind noch nicht miteinander verknüpft.',
    nothingYet: 'Verknüpft. Noch gibt es nichts weiterzugeben.',
    passing: 'Gibt gerade Daten weiter.',
    waiting: 'Daten warten auf ein Gerät, das sie nur langsam annimmt.',
    delivered: 'Alles ist zugestellt.',
    quiet: (duration) => `Alles ist zugestellt. Das Letzte ist ${duration} her.`,
  },
  noNetwork: {
    title: 'Dieser Computer ist in keinem Netzwerk',
    text: 'Verbinden Sie ihn mit Ihrem Heimnetz, per Kabel oder WLAN. Das Relay läuft inzwischen weiter, und die Adresse zum Eintippen erscheint hier von selbst.',
  },
  add: {
    title: 'Gerät hinzufügen',
    text: 'Wählen Sie in Buckets auf dem neuen Gerät die Synchronisierung über ein Relay, und tippen Sie diese Zeilen ein.',
    address: 'Adresse',
    others: 'Versuchen Sie zuerst diese. Wenn sie nicht antwortet:',
    username: 'Benutzername',
    password: 'Passwort',
    copyAddress: (address) => `Adresse ${address}`,
    copyUsername: 'Benutzernamen',
    copyPassword: 'Passwort',
    showPassword: 'Passwort zeigen',
    onlyHere: 'Nur Programme auf diesem Computer können das Relay erreichen.',
    changeReach: 'Andere Geräte zulassen …',
    locked: 'Der Schlüsselbund ist gesperrt. Entsperren Sie ihn, und versuchen Sie es noch einmal.',
  },
  code: {
    title: 'Dieselben Zeilen als Code',
    hidden:
      'Er enthält Ihr Passwort und wird deshalb nur gezeigt, wenn Sie es wünschen. Eintippen geht auf jedem Gerät.',
    shown: 'Dieser Code enthält Ihr Passwort.',
    hidesIn: (time) => `Er verschwindet in ${time}.`,
    image: 'Adresse, Benutzername und Passwort als Code zum Scannen',
    show: 'Code zeigen',
    hide: 'Jetzt verbergen',
    asText: 'Dasselbe als Text',
    copyText: 'Text des Codes',
    tooLong: 'Das ist zu lang für einen Code. Der Text enthält dasselbe.',
  },
  certificate: {
    own: 'Verschlüsselt mit eigenem Zertifikat',
    files: 'Verschlüsselt mit Ihrem Zertifikat',
    compare: 'Wenn ein Gerät fragt, ob es dem Relay trauen soll, vergleichen Sie diese Zeichen.',
    copyFingerprint: 'Fingerabdruck',
    fingerprint: 'Fingerabdruck',
    validUntil: (date) => `Gültig bis ${date}.`,
    endsOwn: (date) =>
      `Es läuft am ${date} ab. Erzeugen Sie rechtzeitig ein neues: Ein Gerät, das diesem traut, muss dem neuen erst trauen.`,
    endsFiles: (date) =>
      `Es läuft am ${date} ab. Erneuern Sie es rechtzeitig, sonst weisen Geräte das Relay ab.`,
    ended: (date) => `Es ist am ${date} abgelaufen; Geräte können das Relay abweisen. Erneuern Sie es.`,
    settings: 'Zu den Einstellungen',
    save: 'Zertifikat für ein Telefon sichern …',
    saved: 'Gesichert. Öffnen Sie die Datei auf dem Telefon, um sie zu installieren.',
    notSaved: (text) => `Das Zertifikat ließ sich nicht sichern: ${text}`,
  },
  unencrypted: {
    text: 'Unterwegs nicht verschlüsselt: Jemand im selben Netzwerk könnte das Passwort mitlesen. Ihre Budgets verschlüsseln die Geräte selbst.',
    action: 'Verschlüsselung in den Einstellungen einschalten',
  },
  advertised: {
    found: (name) => `Geräte in der Nähe finden es als „${name}“.`,
    renamed: (name, wanted) =>
      `Geräte in der Nähe finden es als „${name}“, denn den Namen „${wanted}“ hat schon ein anderes.`,
    failed: (why) =>
      `Es ließ sich Geräten in der Nähe nicht ankündigen (${why}). Über die Adresse können sie sich trotzdem verbinden.`,
  },
  kept: {
    keychain: 'Das Passwort liegt im Schlüsselbund dieses Computers.',
    file: 'Kein Schlüsselbund hat das Passwort angenommen. Es liegt deshalb in einer Datei, die nur Sie lesen können, und mit Ihnen jedes Programm, das Sie starten.',
    remedy:
      'Richten Sie einen Schlüsselbund ein, und starten Sie Buckets Relay neu: Das Passwort zieht dann dorthin um.',
    remedyLinux:
      'Richten Sie einen Schlüsselbund ein (GNOME-Schlüsselbund oder KWallet), und starten Sie Buckets Relay neu: Das Passwort zieht dann dorthin um.',
  },
  waiting: {
    title: 'Ein neues Gerät möchte sich verbinden',
    text: (abbreviation, from, time) => `${abbreviation}, von ${from}, um ${time}.`,
    hint: 'Lassen Sie es zu, wenn es eines von Ihren ist. Das richtige Passwort hat es schon.',
    admit: 'Zulassen',
    block: 'Sperren …',
    later: 'Nicht jetzt',
  },
  stopped: {
    title: 'Das Relay ist aus',
    byYouAt: (time) => `Von Ihnen um ${time} ausgeschaltet`,
    byYouOn: (day) => `Von Ihnen am ${day} ausgeschaltet`,
    nothingLost: 'Nichts geht verloren: Ihre Geräte behalten, was sie haben, und kommen von selbst wieder.',
    devices: (count) =>
      count === 1
        ? '1 Gerät war verbunden. Es kommt von selbst wieder.'
        : `${count} Geräte waren verbunden. Sie kommen von selbst wieder.`,
    turnOn: 'Einschalten',
  },
  setAside: {
    settings: {
      notReadable: 'Die Einstellungen waren nicht lesbar',
      newer: 'Die Einstellungen sind von einer neueren Version von Buckets Relay',
      text: 'Sie wurden beiseitegelegt, nichts ging verloren, und das Relay hat mit frischen begonnen. Prüfen Sie den Port, den Ihre Geräte benutzen.',
    },
    devices: {
      notReadable: 'Die Liste der bekannten Geräte war nicht lesbar',
      newer: 'Die Liste der bekannten Geräte ist von einer neueren Version von Buckets Relay',
      text: 'Sie wurde beiseitegelegt, nichts ging verloren, und eine neue ist begonnen. Geräte, die gesperrt waren, können sich wieder verbinden, bis Sie sie erneut sperren.',
    },
    show: 'Datei zeigen',
  },
  notSaved: {
    title: 'Nicht alles ließ sich sichern',
    text: (text) =>
      `Was neu ist, gilt, bis Sie das Programm beenden, und kann dann verloren sein. Das System meldet: ${text}`,
  },
  trayMissing: {
    title: 'Dieser Desktop zeigt keine Tray-Symbole',
    text: 'Wenn Sie das Fenster schließen, läuft das Relay minimiert weiter. Unter GNOME bringt die Erweiterung „AppIndicator and KStatusNotifierItem Support“ das Symbol.',
  },
};
