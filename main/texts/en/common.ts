/** The state, the names of the panels, and what stands in several of them. */
export const common = {
  appName: 'Buckets Relay',
  version: (version: string) => `Version ${version}`,
  panels: { overview: 'Overview', devices: 'Devices', settings: 'Settings', log: 'Log', doctor: 'Doctor' },
  panelsLabel: 'Panels',
  relay: { starting: 'Starting', running: 'Running', stopped: 'Stopped', problem: 'Not running' },
  starting: 'Starting…',
  running: (devices: number) =>
    devices === 0
      ? 'Running. No devices connected.'
      : `Running. ${devices === 1 ? '1 device' : `${devices} devices`} connected.`,
  stopped: 'Stopped.',
  notRunning: (because: string) => `Not running. ${because}`,
  shortProblem: {
    portInUse: (port: number) => `Port ${port} is taken.`,
    portForbidden: (port: number) => `Port ${port} is not allowed.`,
    addressNotAvailable: 'Its address is gone.',
    passwordLocked: 'The password is locked.',
    certificate: 'The certificate cannot be used.',
    network: 'The network said no.',
  },
  advertiseTrouble: {
    noNetwork: 'this computer is in no network',
    noFreeName: (name: string) => `the name “${name}” is taken`,
    noMulticast: (code: string) => `the system does not allow it, ${code}`,
  },
  unnamedDevice: 'Unnamed device',
  relaySwitch: 'Relay',
  copy: 'Copy',
  copied: 'Copied',
  copyOf: (what: string) => `Copy ${what}`,
  show: 'Show',
  hide: 'Hide',
  hidden: 'Hidden',
  undo: 'Undo',
  dismiss: 'Dismiss',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  notCopied: 'It could not be copied',
};
