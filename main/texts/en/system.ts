/** Tray, menus, the system's dialogs, and notifications. */
export const system = {
  tray: {
    stop: 'Stop relay',
    start: 'Start relay',
    addresses: 'Addresses',
    devices: (count: number) => `Devices (${count})`,
    open: 'Open Buckets Relay…',
    quit: 'Quit Buckets Relay',
    noNetwork: 'This computer is on no network',
    chooseToCopy: 'Choose one to copy it',
    silent: (name: string) => `${name}, silent`,
    noDevices: 'No device is connected',
    others: (count: number) => `${count} more…`,
    addDevice: 'Add a device…',
  },
  /** What desktops show beside the app’s name. */
  purpose: 'Lets the devices of your household exchange their budgets',
  menu: { file: 'File', view: 'View' },
  replacePassword: {
    message: 'Make a new password?',
    detail: 'Every device needs the new one then.',
    yes: 'Make a new password',
  },
  replaceCertificate: {
    message: 'Make a new certificate?',
    detail:
      'It has another fingerprint. A device that trusts the old one has to be told to trust the new one.',
    yes: 'Make a new certificate',
  },
  forgetDevice: {
    message: (name: string) => `Forget ${name}?`,
    detail:
      'Its name and history are taken off the list. With the password it can come back as a new device.',
    yes: 'Forget',
  },
  blockDevice: {
    message: (name: string) => `Block ${name}?`,
    detail: 'It is disconnected at once and cannot come back until you unblock it, even with the password.',
    yes: 'Block',
  },
  clearLog: {
    message: 'Clear the log?',
    detail: 'The list starts anew. The file with the log stays.',
    yes: 'Clear',
  },
  chooseCertificate: { title: 'Choose the certificate', button: 'Choose' },
  chooseKey: { title: 'Choose its private key', button: 'Choose' },
  pemFiles: 'Certificates and keys',
  allFiles: 'All files',
  saveCertificate: 'Save the certificate for a phone',
  exportLog: 'Export the log',
  cannotStart: {
    title: 'Buckets Relay cannot start.',
    folder: {
      notAFolder: (path: string) =>
        `Its settings belong into a folder, and there is something else at ${path}. Move that away, and start again.`,
      notOurs: (path: string, code: string, byChown: boolean) =>
        `It may not write to ${path} (${code}), where its settings belong. ${
          byChown
            ? `That happens after a start as root, with sudo. To put it right, type in a terminal: sudo chown -R "$(id -un)" "${path}"`
            : 'Give yourself the right to write there, in the properties of the folder under Security.'
        }`,
      readOnly: (path: string, code: string) =>
        `Its settings belong to ${path}, on a disk that can only be read (${code}). Start it with --user-data-dir=FOLDER, with a folder on another one.`,
      other: (path: string, code: string) =>
        `It cannot write to ${path} (${code}), where its settings belong. Start it with --user-data-dir=FOLDER to use another folder.`,
    },
    bug: 'An error ended it while it started. Start it once more: it then shows what is needed to have the error mended.',
  },
  downgrade: {
    message: 'These settings were made by a newer version of Buckets Relay.',
    detail: (version: string) =>
      `This is version ${version}, which does not understand them, so it left them as they are. Install the newer version again to go on with them. Or start with new settings: the others are put aside, and your devices may need the relay’s address once more.`,
    quit: 'Quit',
    startAnew: 'Start with new settings',
  },
  crash: {
    message: 'Buckets Relay stopped unexpectedly last time.',
    detail:
      'It runs again, with your settings as they were. Nothing about it was sent to anybody. To have it mended, report it with these lines.',
    close: 'Close',
    copy: 'Copy report',
    showLog: 'Show log',
    started: (time: string) => `Started ${time}`,
    noTrace: 'It was ended from outside, or left no trace.',
  },
  notifications: {
    came: (name: string) => `${name} is connected`,
    left: (name: string) => `${name} is no longer connected`,
    newDevice: 'A new device is connected',
    newDeviceText: (abbreviation: string, from: string) => `${abbreviation} from ${from}. Give it a name?`,
    waiting: 'A new device wants to connect',
    waitingText: (abbreviation: string, from: string) => `${abbreviation} from ${from}. Let it in?`,
    problem: 'The relay is not running',
  },
};
