import type { Texts } from '../en';

export const updates: Texts['updates'] = {
  mark: (version) => `${version} ist da`,

  available: (version) => `Version ${version} ist da.`,
  availableMeans:
    'Sie wird geladen, während das Relay weiterläuft. Einstellungen und Passwort bleiben, wie sie sind.',
  byHand:
    'Installieren Sie sie so, wie diese Version hierherkam: mit der Paketverwaltung Ihres Systems oder mit der Datei von ihrer Seite. Einstellungen und Passwort bleiben, wie sie sind.',
  downloading: (version) => `Version ${version} wird geladen.`,
  downloaded: (percent) => `${percent} % sind da. Das Relay läuft inzwischen weiter.`,
  ready: (version) => `Version ${version} ist bereit.`,
  readyMeans: 'Beim Neustart ist das Relay für ein paar Sekunden weg. Ihre Geräte kommen von selbst wieder.',
  installing: (version) => `Neustart mit Version ${version} …`,
  installingMeans: 'Das Fenster schließt sich und ist in ein paar Sekunden wieder da.',
  notDownloaded: (version) => `Version ${version} ließ sich nicht laden.`,
  notDownloadedMeans:
    'Nichts hat sich geändert, diese Version läuft weiter. Sehen Sie nach, ob dieser Computer online ist, und versuchen Sie es noch einmal.',
  damaged: (version) => `Version ${version} kam beschädigt an.`,
  damagedMeans:
    'Sie wurde weggeworfen, und diese Version läuft weiter. Versuchen Sie es noch einmal; wenn es zweimal geschieht, warten Sie einen Tag.',

  download: 'Laden',
  whatIsNew: 'Was ist neu?',
  later: 'Später',
  restart: (version) => `Mit Version ${version} neu starten`,
  noBrowser: (url) => `Es ließ sich kein Browser öffnen. Die Seite ist ${url}`,

  check: 'Nach Updates suchen',
  checking: 'Sucht …',
  newest: 'Das ist die neueste Version.',
  noAnswer: 'Ob es eine neuere Version gibt, war nicht herauszufinden. Ist dieser Computer online?',

  notificationText: 'Öffnen Sie Buckets Relay, um zu sehen, was neu ist.',
};
