import type { Texts } from '../en';

export const common: Texts['common'] = {
  appName: 'Buckets Relay',
  version: (version) => `Version ${version}`,
  panels: {
    overview: 'Übersicht',
    devices: 'Geräte',
    settings: 'Einstellungen',
    log: 'Protokoll',
    doctor: 'Doktor',
  },
  panelsLabel: 'Bereiche',
  relay: { starting: 'Startet', running: 'Läuft', stopped: 'Angehalten', problem: 'Läuft nicht' },
  starting: 'Startet …',
  running: (devices) =>
    devices === 0
      ? 'Läuft. Keine Geräte verbunden.'
      : `Läuft. ${devices === 1 ? '1 Gerät' : `${devices} Geräte`} verbunden.`,
  stopped: 'Angehalten.',
  notRunning: (because) => `Läuft nicht. ${because}`,
  shortProblem: {
    portInUse: (port) => `Port ${port} ist belegt.`,
    portForbidden: (port) => `Port ${port} ist nicht erlaubt.`,
    addressNotAvailable: 'Die Adresse gibt es nicht mehr.',
    passwordLocked: 'Das Passwort ist gesperrt.',
    certificate: 'Das Zertifikat ist nicht verwendbar.',
    network: 'Das Netzwerk hat abgelehnt.',
  },
  advertiseTrouble: {
    noNetwork: 'dieser Computer ist in keinem Netzwerk',
    noFreeName: (name) => `der Name „${name}“ ist vergeben`,
    noMulticast: (code) => `das System lässt es nicht zu, ${code}`,
  },
  unnamedDevice: 'Gerät ohne Namen',
  relaySwitch: 'Relay',
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyOf: (what) => `${what} kopieren`,
  show: 'Zeigen',
  hide: 'Verbergen',
  hidden: 'Verborgen',
  undo: 'Rückgängig',
  dismiss: 'Ausblenden',
  cancel: 'Abbrechen',
  tryAgain: 'Noch einmal versuchen',
  notCopied: 'Es ließ sich nicht kopieren',
};
