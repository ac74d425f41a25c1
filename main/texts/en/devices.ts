/** The panel that shows who is connected, who is known, and who waits. */
export const devices = {
  title: 'Devices',
  add: 'Add a device',

  connected: (count: number, rest: string) => `${count} connected. ${rest}`,
  activity: {
    alone: 'It waits for another to link with.',
    unlinked: 'None is linked yet.',
    nothingYet: 'Linked, and nothing passed on yet.',
    passing: 'Passing data now.',
    waiting: 'Some data waits for a device that is slow to take it.',
    quiet: (duration: string) => `All delivered, quiet for ${duration}.`,
  },
  nobody: {
    running: 'The relay is running and waiting.',
    starting: 'The relay is starting.',
    off: 'The relay is off, so no device can connect.',
  },
  empty: {
    title: 'No devices yet',
    text: 'Each phone or laptop appears here the first time it connects. You can then give it a name.',
  },

  groups: { waiting: 'Waiting to be let in', connected: 'Connected', away: 'Not connected' },
  columns: { bars: 'Last hour', bytes: 'Sent, received' },
  waitingMeans:
    'Each of these knows the password and was never here before. Let in only what you recognise: it connects the next time it tries.',

  unshown: {
    rows: (count: number) =>
      count === 1
        ? '1 more is not shown. Devices that you named, let in or blocked are shown before others.'
        : `${count} more are not shown. Devices that you named, let in or blocked are shown before others.`,
    waiting: (count: string) =>
      `${count} more found no room in this list. So many at once are rarely your own: if you did not expect them, change the password.`,
  },

  linkedWith: (names: string) => `Linked with ${names}`,
  others: (count: number) => (count === 1 ? '1 other' : `${count} others`),
  butSilent: 'but silent',
  unlinked: 'Not linked yet',
  todayAt: (time: string) => `today at ${time}`,
  onDay: (day: string) => day,
  here: {
    time: (from: string, time: string) => `${from}, here since ${time}`,
    day: (from: string, day: string) => `${from}, here since ${day}`,
  },
  lastSeen: (when: string, from: string) => `Last seen ${when}, from ${from}`,
  blocked: (when: string) => `Blocked. Last seen ${when}`,
  turnedAway: (when: string, from: string) => `Blocked. Turned away ${when}, from ${from}`,
  asks: (when: string, from: string) => `Asked ${when}, from ${from}`,

  bytes: (sent: string, received: string) => `Sent ${sent}, received ${received}`,
  bars: {
    none: 'Nothing in the last hour',
    now: (bytes: string) => `${bytes} in the last hour, some of it just now`,
    ago: (bytes: string, duration: string) => `${bytes} in the last hour, the last of it ${duration} ago`,
  },

  more: (name: string) => `More about ${name}`,
  silentMeans: (duration: string) =>
    `Nothing has come from this device since it linked ${duration} ago. It is probably asleep: open Buckets on it, and it should catch up by itself.`,
  unlinkedMeans:
    'Two devices are linked as soon as both are here and ask for each other. Open Buckets on the other one too.',
  awayMeans: 'It comes back by itself when Buckets is open on it and it can reach this computer.',
  actionsMean: 'Forgotten, it can come back with the password. Blocked, it cannot.',

  nameLabel: (abbreviation: string) => `Name of the device ${abbreviation}`,
  rename: 'Rename',
  giveName: 'Give it a name',
  copyKey: 'Copy key',
  forget: 'Forget…',
  block: 'Block…',
  unblock: 'Unblock',
  letIn: 'Let in',
  notNow: 'Not now',
  /** What a button does, and to which device, for those who hear the button alone. */
  doTo: (action: string, name: string) => `${action} (${name})`,
};
