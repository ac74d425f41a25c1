export const overview = {
  /** Beneath the sentence: what goes on, or what the state means. */
  detail: {
    starting: 'Just a moment.',
    stopped: 'Your devices cannot meet here until you turn the relay on.',
    noNetwork: 'No device can reach it, because this computer is on no network.',
    onlyHere: 'Only programs on this computer can reach it.',
    firstDevice: 'Ready for your first device.',
    allAway: 'Devices that were here before come back by themselves.',
    oneDevice: 'With another one, they can exchange your budget.',
    unlinked: 'They are not linked with each other yet.',
    nothingYet: 'Linked. Nothing to pass on yet.',
    passing: 'Passing data now.',
    waiting: 'Data waits for a device that is slow to take it.',
    delivered: 'All delivered.',
    quiet: (duration: string) => `All delivered. Quiet for ${duration}.`,
  },
  noNetwork: {
    title: 'This computer is on no network',
    text: 'Connect it to your home network, by cable or Wi-Fi. The relay keeps running meanwhile, and the address to type appears here by itself.',
  },
  add: {
    title: 'Add a device',
    text: 'In Buckets on the new device, choose to sync through a relay and type these lines.',
    address: 'Address',
    others: 'Try this one first. If it does not answer:',
    username: 'User name',
    password: 'Password',
    copyAddress: (address: string) => `the address ${address}`,
    copyUsername: 'the user name',
    copyPassword: 'the password',
    showPassword: 'Show the password',
    onlyHere: 'Only programs on this computer can reach the relay.',
    changeReach: 'Let other devices in…',
    locked: 'The keychain is locked. Unlock it, then try again.',
  },
  code: {
    title: 'The same lines as a code',
    hidden: 'It carries your password, so it is shown only when you ask. Typing works on every device.',
    shown: 'This code carries your password.',
    hidesIn: (time: string) => `It hides itself in ${time}.`,
    image: 'The address, user name and password as a code to scan',
    show: 'Show the code',
    hide: 'Hide now',
    asText: 'The same as text',
    copyText: 'the text of the code',
    tooLong: 'This is too long for a code. The text holds the same.',
  },
  certificate: {
    own: 'Encrypted with its own certificate',
    files: 'Encrypted with your certificate',
    compare: 'If a device asks whether to trust the relay, compare these characters.',
    copyFingerprint: 'the fingerprint',
    fingerprint: 'Fingerprint',
    validUntil: (date: string) => `Valid until ${date}.`,
    endsOwn: (date: string) =>
      `It ends on ${date}. Make a new one in time: a device that trusts this one has to be told to trust the new one.`,
    endsFiles: (date: string) => `It ends on ${date}. Renew it in time, or devices will refuse the relay.`,
    ended: (date: string) => `It ended on ${date}, so devices may refuse the relay. Renew it.`,
    settings: 'Go to Settings',
    save: 'Save certificate for a phone…',
    saved: 'Saved. Open the file on the phone to install it.',
    notSaved: (text: string) => `The certificate could not be saved: ${text}`,
  },
  unencrypted: {
    text: 'Not encrypted on the way: somebody in the same network could read the password. Your budgets are encrypted by the devices themselves.',
    action: 'Turn on encryption in Settings',
  },
  advertised: {
    found: (name: string) => `Devices nearby can find it as “${name}”.`,
    renamed: (name: string, wanted: string) =>
      `Devices nearby can find it as “${name}”, since another one has the name “${wanted}”.`,
    failed: (why: string) =>
      `It could not be announced to devices nearby (${why}). They can still connect by address.`,
  },
  kept: {
    keychain: 'The password is kept in this computer’s keychain.',
    file: 'No keychain took the password, so it is kept in a file that only you can read: any program that you run can read it too.',
    remedy: 'Set up a keychain, then start Buckets Relay anew: it moves the password there.',
    remedyLinux:
      'Set up a keyring (GNOME Keyring or KWallet), then start Buckets Relay anew: it moves the password there.',
  },
  waiting: {
    title: 'A new device wants to connect',
    text: (abbreviation: string, from: string, time: string) => `${abbreviation}, from ${from}, at ${time}.`,
    hint: 'Let it in if it is one of yours. It has the right password already.',
    admit: 'Let in',
    block: 'Block…',
    later: 'Not now',
  },
  stopped: {
    title: 'The relay is off',
    byYouAt: (time: string) => `Turned off by you at ${time}`,
    byYouOn: (day: string) => `Turned off by you on ${day}`,
    nothingLost: 'Nothing is lost: your devices keep what they have, and come back by themselves.',
    devices: (count: number) =>
      count === 1
        ? '1 device was connected. It comes back by itself.'
        : `${count} devices were connected. They come back by themselves.`,
    turnOn: 'Turn on',
  },
  setAside: {
    settings: {
      notReadable: 'The settings could not be read',
      newer: 'The settings are from a newer version of Buckets Relay',
      text: 'They were put aside, with nothing lost, and the relay started with fresh ones. Check the port that your devices use.',
    },
    devices: {
      notReadable: 'The list of known devices could not be read',
      newer: 'The list of known devices is from a newer version of Buckets Relay',
      text: 'It was put aside, with nothing lost, and a fresh one was begun. Devices that were blocked can connect again until you block them anew.',
    },
    show: 'Show file',
  },
  notSaved: {
    title: 'Not everything could be saved',
    text: (text: string) =>
      `What is new holds until you quit, and may be gone then. The system said: ${text}`,
  },
  trayMissing: {
    title: 'This desktop shows no tray icons',
    text: 'Closing the window keeps the relay running, minimised. On GNOME, the extension “AppIndicator and KStatusNotifierItem Support” brings the icon.',
  },
};
