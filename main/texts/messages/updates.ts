import type { Translate } from '../translate';

/** Newer versions of the app: the notice about one, and the line in the settings. */
export function createUpdateTexts(m: Translate) {
  const updates = {
    /** Beside the version that runs. */
    mark: (version: string) => m('updates.mark', { version }),

    available: (version: string) => m('updates.available', { version }),
    availableMeans: m('updates.availableMeans'),
    byHand: m('updates.byHand'),
    downloading: (version: string) => m('updates.downloading', { version }),
    downloaded: (percent: number) => m('updates.downloaded', { percent }),
    ready: (version: string) => m('updates.ready', { version }),
    readyMeans: m('updates.readyMeans'),
    installing: (version: string) => m('updates.installing', { version }),
    installingMeans: m('updates.installingMeans'),
    notDownloaded: (version: string) => m('updates.notDownloaded', { version }),
    notDownloadedMeans: m('updates.notDownloadedMeans'),
    damaged: (version: string) => m('updates.damaged', { version }),
    damagedMeans: m('updates.damagedMeans'),

    download: m('updates.download'),
    whatIsNew: m('updates.whatIsNew'),
    later: m('updates.later'),
    restart: (version: string) => m('updates.restart', { version }),
    noBrowser: (url: string) => m('updates.noBrowser', { url }),

    check: m('updates.check'),
    checking: m('updates.checking'),
    newest: m('updates.newest'),
    noAnswer: m('updates.noAnswer'),

    notificationText: m('updates.notificationText'),
  };
  return updates;
}
