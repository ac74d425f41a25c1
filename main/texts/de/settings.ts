import type { Texts } from '../en';

export const settings: Texts['settings'] = {
  title: 'Einstellungen',
  detail: 'Änderungen gelten sofort. Verbundene Geräte kommen von selbst wieder.',
  groups: {
    network: 'Netzwerk',
    encryption: 'Verschlüsselung',
    account: 'Zugang',
    devices: 'Geräte',
    computer: 'Auf diesem Computer',
  },

  staysAsItWas: 'Was vorher galt, gilt weiter.',
  failedTitle: 'Das System hat seinen Teil nicht getan, darum bleibt alles, wie es war.',

  port: {
    label: 'Port',
    hint: 'Nach einer Änderung braucht jedes Gerät die neue Adresse.',
    wrong: 'Ein Port ist eine Zahl von 1 bis 65535.',
    low: 'Ports unter 1024 sind oft dem System vorbehalten.',
    stays: (port) => `Das Relay bleibt solange auf ${port}.`,
    use: (port) => `${port} verwenden`,
    changed: (port) => `Port auf ${port} geändert.`,
  },
  reach: {
    label: 'Wer es erreichen kann',
    hint: 'Telefone und andere Computer brauchen das Heimnetz.',
    computer: 'Dieser Computer',
    network: 'Heimnetz',
    changed: {
      computer: 'Nur dieser Computer kann das Relay jetzt erreichen.',
      network: 'Das Heimnetz kann das Relay jetzt erreichen.',
    },
  },
  advertise: {
    label: 'Geräte in der Nähe können es finden',
    hint: 'Das Relay macht sich im Heimnetz bekannt.',
    onlyHere: 'Nicht, solange nur dieser Computer es erreichen kann.',
    failed: (code) => `Das System lässt es gerade nicht zu (${code}).`,
  },
  name: {
    label: 'Name im Netzwerk',
    hint: 'Geräte in der Nähe finden das Relay unter diesem Namen.',
    tooLong: 'Dieser Name ist zu lang für das Netzwerk. Lassen Sie einige Buchstaben weg.',
    renamed: (name) => `Ein anderes hat diesen Namen schon, darum heißt dieses für Geräte „${name}“.`,
    changed: (name) => `Name im Netzwerk in „${name}“ geändert.`,
  },

  encryption: {
    off: 'Aus',
    offMeans: 'Jeder in Ihrem Netzwerk könnte dann das Passwort mitlesen.',
    own: 'Zertifikat von diesem Computer',
    ownMeans: 'Es entsteht, wenn Sie dies wählen. Jedes Gerät muss ihm einmal vertrauen.',
    validUntil: (date) => `Gültig bis ${date}.`,
    fingerprint: 'Fingerabdruck:',
    expiresSoon: 'Erzeugen Sie vor diesem Tag ein neues.',
    renew: 'Neues erzeugen …',
    save: 'Für ein Telefon sichern …',
    saved: 'Das Zertifikat ist gesichert.',
    notSaved: 'Das Zertifikat konnte nicht gesichert werden.',
    files: 'Eigenes Zertifikat',
    filesMean: 'Ein Zertifikat und sein Schlüssel, als zwei Dateien.',
    certificateFile: 'Zertifikat',
    keyFile: 'Schlüssel',
    choose: 'Dateien wählen …',
    changed: {
      off: 'Die Verschlüsselung ist jetzt aus.',
      selfSigned: 'Die Verschlüsselung mit dem Zertifikat dieses Computers ist jetzt an.',
      files: 'Die Verschlüsselung mit Ihrem eigenen Zertifikat ist jetzt an.',
    },
  },

  username: {
    label: 'Name',
    hint: 'Nach einer Änderung braucht jedes Gerät den neuen.',
    colon: 'Der Name darf keinen Doppelpunkt enthalten.',
    tooLong: 'Der Name kann bis zu 100 Zeichen haben.',
    changed: (name) => `Name in „${name}“ geändert. Verbundene Geräte werden neu danach gefragt.`,
  },
  password: {
    label: 'Passwort',
    hint: 'Nach einer Änderung braucht jedes Gerät das neue.',
    typeNew: 'Tippen Sie, um ein anderes zu setzen.',
    show: 'Passwort zeigen',
    short: 'Kurze Passwörter sind leicht zu erraten. Acht Zeichen oder mehr sind besser.',
    tooLong: 'Das Passwort kann bis zu 200 Zeichen haben.',
    locked:
      'Der Schlüsselbund mit dem Passwort lässt sich nicht öffnen. Entsperren Sie ihn, dann versuchen Sie es noch einmal.',
    renew: 'Neues erzeugen …',
    changed: 'Passwort geändert. Verbundene Geräte werden neu danach gefragt.',
  },

  onlyKnown: {
    label: 'Nur bekannte Geräte dürfen sich verbinden',
    hint: 'Ein neues Gerät wartet dann, bis Sie es einlassen, auch wenn es das Passwort hat.',
  },

  startAtLogin: { label: 'Bei der Anmeldung starten' },
  startHidden: {
    label: 'Verborgen starten',
    hint: 'Nur das Symbol in der Menüleiste oder im Infobereich, ohne dieses Fenster.',
  },
  notify: {
    label: 'Mitteilungen',
    hint: 'Wenn Sie gebraucht werden und wenn sich ein neues Gerät verbindet.',
  },
  keepAwake: {
    label: 'Diesen Computer wach halten',
    hint: 'Solange Geräte verknüpft sind. Der Bildschirm kann trotzdem ausgehen.',
  },

  done: {
    label: 'Letzte Änderung',
    undone: 'Es ist wieder wie vorher.',
    notUndone: (sentence) => `Es ließ sich nicht rückgängig machen. ${sentence}`,
  },
};
