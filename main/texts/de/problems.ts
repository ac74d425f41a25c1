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
};
