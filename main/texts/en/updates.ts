/** Newer versions of the app: the notice about one, and the line in the settings. */
export const updates = {
  /** Beside the version that runs. */
  mark: (version: string) => `${version} is there`,

  available: (version: string) => `Version ${version} is there.`,
  availableMeans: 'The relay works on while it is downloaded. Settings and password stay as they are.',
  byHand:
    'Install it the way this version came here: with your system’s package manager, or with the file from its page. Settings and password stay as they are.',
  downloading: (version: string) => `Version ${version} is being downloaded.`,
  downloaded: (percent: number) => `${percent}% of it is here. The relay works meanwhile.`,
  ready: (version: string) => `Version ${version} is ready.`,
  readyMeans: 'When you restart, the relay is away for a few seconds. Your devices come back by themselves.',
  installing: (version: string) => `Restarting with version ${version}…`,
  installingMeans: 'The window closes, and comes back in a few seconds.',
  notDownloaded: (version: string) => `Version ${version} could not be downloaded.`,
  notDownloadedMeans:
    'Nothing has changed, and this version goes on working. Look whether this computer is online, then try again.',
  damaged: (version: string) => `Version ${version} arrived damaged.`,
  damagedMeans:
    'It was thrown away, and this version goes on working. Try again; if it happens twice, wait for a day.',

  download: 'Download',
  whatIsNew: 'What is new',
  later: 'Later',
  restart: (version: string) => `Restart with version ${version}`,
  noBrowser: (url: string) => `No browser could be opened. The page is ${url}`,

  check: 'Check for updates',
  checking: 'Looking…',
  newest: 'This is the newest version.',
  noAnswer: 'It could not be found out whether there is a newer version. Is this computer online?',

  notificationText: 'Open Buckets Relay to see what is new.',
};
