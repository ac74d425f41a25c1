import type { Texts } from '../en';

export const problems: Texts['problems'] = {
  sentence: {
    portInUse: (port, owner) =>
      owner === undefined
        ? `Ein anderes Programm benutzt Port ${port}.`
        : `Port ${port} wird von ${owner} benutzt.`,
    portForbidden: (port) => `Dieser Computer gibt dem Relay Port ${port} nicht frei.`,
    addressNotAvailable: (address) => `Dieser Computer hat die Adresse ${address} nicht mehr.`,
    passwordLocked: 'Der Schlüsselbund mit dem Passwort lässt sich nicht öffnen.',
    cannotListen: (code) => `Das System hat dem Relay das Netzwerk verweigert (${code}).`,
    listenerFailed: (code) => `Das System hat dem Relay das Netzwerk entzogen (${code}).`,
  },
  certificate: {
    noFile: (path) => `Die Datei ${path} gibt es nicht.`,
    cannotRead: (path, code) => `Die Datei ${path} ist nicht lesbar (${code}).`,
    cannotWrite: (path, code) => `Die Datei ${path} lässt sich nicht schreiben (${code}).`,
    noCertificate: (path) => `Die Datei ${path} enthält kein vollständiges Zertifikat in PEM-Form.`,
    noKey: (path) => `Die Datei ${path} enthält keinen vollständigen privaten Schlüssel in PEM-Form.`,
    encryptedKey: (path) => `Der Schlüssel in ${path} ist mit einem eigenen Passwort geschützt.`,
    unsupportedKey: (path, found) =>
      `Der Schlüssel in ${path} (${found}) ist von einer Art, die Geräte nicht unterstützen.`,
    keyDoesNotMatch: (keyPath, certificatePath) =>
      `Der Schlüssel in ${keyPath} gehört nicht zum Zertifikat in ${certificatePath}.`,
    expired: (path, date) => `Das Zertifikat in ${path} ist am ${date} abgelaufen.`,
    notYetValid: (path, date) => `Das Zertifikat in ${path} gilt erst ab dem ${date}.`,
    refusedByTls: (path, code) =>
      `Das Zertifikat in ${path} ist für die Verschlüsselung nicht verwendbar (${code}).`,
  },
  firewall: (code) =>
    `Die Firewall wurde nicht geöffnet (${code}). Öffnen Sie sie in den Einstellungen des Systems.`,
  autostart: {
    cannotWrite: (path, code) => `Die Datei ${path} ließ sich nicht schreiben (${code}).`,
    cannotRemove: (path, code) => `Die Datei ${path} ließ sich nicht entfernen (${code}).`,
    notAccepted: 'Sehen Sie in seinen Einstellungen nach, welche Programme bei der Anmeldung starten.',
    noApp: 'macOS startet bei der Anmeldung nur ganze Programme, und dieses läuft aus seinen Quellen.',
  },
  detail: {
    portInUse: 'Ein anderes Programm auf diesem Computer war schneller.',
    portForbidden: 'Dieser Computer gibt dem Relay diesen Port nicht frei.',
    addressNotAvailable: 'Dieser Computer hat vielleicht das Netzwerk gewechselt.',
    passwordLocked: 'Ohne es kann das Relay Ihre Geräte nicht von fremden unterscheiden.',
    certificate: 'Unverschlüsselt läuft es stattdessen nicht.',
    network: 'Das System dieses Computers hat es abgelehnt.',
  },
  title: 'Ihre Geräte können das Relay nicht erreichen',
  nothingLost:
    'Nichts geht verloren. Was Ihre Geräte einander zu sagen haben, bleibt auf ihnen und geht hinaus, sobald das Relay wieder läuft.',
  facts: {
    portWanted: 'Gewünschter Port',
    usedBy: 'Benutzt von',
    nextFree: 'Nächster freier',
  },
  advice: {
    portInUse:
      'Benutzen Sie einen anderen Port, oder beenden Sie das andere Programm und versuchen Sie es noch einmal.',
    portForbidden:
      'Ports unter 1024 sind oft dem System vorbehalten, und manche andere können gesperrt sein. Benutzen Sie einen anderen Port.',
    noPortFree: 'Wählen Sie einen freien Port, oder versuchen Sie es später noch einmal.',
    addressNotAvailable:
      'Verbinden Sie diesen Computer wieder mit seinem Netzwerk, und versuchen Sie es noch einmal.',
    passwordLocked:
      'Entsperren Sie den Schlüsselbund, und versuchen Sie es noch einmal. Vielleicht ist es auch ein anderer als der, der das Passwort versiegelt hat. Mit einem neuen Passwort läuft das Relay sofort, aber jedes Gerät braucht dann das neue.',
    noFile: 'Legen Sie die Datei zurück, oder wählen Sie andere Dateien.',
    cannotRead: 'Prüfen Sie, wer die Datei lesen darf, oder wählen Sie andere Dateien.',
    cannotWrite:
      'Prüfen Sie, ob auf dem Datenträger Platz ist und wer dort schreiben darf, und versuchen Sie es noch einmal.',
    noCertificate:
      'Es muss Text sein, der mit „-----BEGIN CERTIFICATE-----“ beginnt. Vielleicht sind die beiden Dateien vertauscht.',
    noKey:
      'Es muss Text sein, der mit „-----BEGIN PRIVATE KEY-----“ beginnt. Vielleicht sind die beiden Dateien vertauscht.',
    encryptedKey:
      'Das Relay startet, ohne dass jemand dieses Passwort eingeben kann. Mit OpenSSL erzeugt diese Zeile eine Kopie des Schlüssels ohne Passwort; wählen Sie dann die Kopie:',
    unsupportedKey:
      'Lassen Sie ein Zertifikat für einen ECDSA-Schlüssel auf der Kurve P-256, P-384 oder P-521 ausstellen, oder für einen RSA-Schlüssel von 2048 bis 4096 Bit.',
    keyDoesNotMatch:
      'Wählen Sie die beiden Dateien, die zusammengehören. Enthält eine Datei mehrere Zertifikate, muss das des Relays das erste sein.',
    expired:
      'Erneuern Sie das Zertifikat, und versuchen Sie es noch einmal. Stimmt das Datum nicht, prüfen Sie die Uhr dieses Computers.',
    expiredOwn:
      'Erzeugen Sie ein neues: Ein Gerät, das dem alten traut, muss dem neuen erst trauen. Stimmt das Datum nicht, prüfen Sie die Uhr dieses Computers.',
    notYetValid:
      'Ist das Datum schon vorbei, prüfen Sie die Uhr dieses Computers, und versuchen Sie es noch einmal.',
    refusedByTls: 'Lassen Sie ein neues Zertifikat ausstellen, oder erzeugen Sie eines auf diesem Computer.',
    own: 'Erzeugen Sie ein neues: Ein Gerät, das dem alten traut, muss dem neuen erst trauen.',
    network: 'Oft hilft ein neuer Versuch, sonst ein anderer Port oder ein Neustart des Computers.',
  },
  command: 'Befehl',
  actions: {
    usePort: (port) => `Port ${port} benutzen`,
    choosePort: 'Port wählen …',
    tryPortAgain: (port) => `${port} noch einmal versuchen`,
    unlock: 'Entsperren und noch einmal versuchen',
    newPassword: 'Neues Passwort erzeugen …',
    chooseFiles: 'Andere Dateien wählen …',
    ownCertificate: 'Auf diesem Computer eines erzeugen',
    newCertificate: 'Neues Zertifikat erzeugen …',
  },
  ifPortChanges: {
    title: 'Wenn Sie den Port wechseln',
    text: 'Jedes Gerät, das die alte Adresse kennt, braucht einmal die neue:',
    textAlone: 'Jedes Gerät, das die alte Adresse kennt, braucht einmal die neue.',
  },
  refused: (sentence) => `${sentence} Alles bleibt, wie es war.`,
  failed: (text) => `Das System hat die Änderung nicht angenommen. ${text}`,
};
