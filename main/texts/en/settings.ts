/** The panel with everything that a person can set. */
export const settings = {
  title: 'Settings',
  detail: 'Changes apply at once. Connected devices come back by themselves.',
  groups: {
    network: 'Network',
    encryption: 'Encryption',
    account: 'Account',
    devices: 'Devices',
    computer: 'On this computer',
  },

  /** Beneath a value that was refused. */
  staysAsItWas: 'What was there before stays in force.',
  failedTitle: 'The system did not do its part, so nothing was changed.',

  port: {
    label: 'Port',
    hint: 'After a change, every device needs the new address.',
    wrong: 'A port is a number from 1 to 65535.',
    low: 'Ports below 1024 are often kept for the system.',
    stays: (port: number) => `The relay stays on ${port} meanwhile.`,
    use: (port: number) => `Use ${port}`,
    changed: (port: number) => `Port changed to ${port}.`,
  },
  reach: {
    label: 'Who can reach it',
    hint: 'Phones and other computers need the home network.',
    computer: 'This computer',
    network: 'Home network',
    changed: {
      computer: 'Only this computer can reach the relay now.',
      network: 'The home network can reach the relay now.',
    },
  },
  advertise: {
    label: 'Devices nearby can find it',
    hint: 'The relay makes itself known on the home network.',
    onlyHere: 'Not while only this computer can reach it.',
    failed: (code: string) => `The system does not allow it now (${code}).`,
  },
  name: {
    label: 'Name on the network',
    hint: 'Devices nearby find the relay under this name.',
    tooLong: 'That name is too long for the network. Leave out some letters.',
    renamed: (name: string) => `Another one has that name already, so devices find this one as “${name}”.`,
    changed: (name: string) => `Name on the network changed to “${name}”.`,
  },

  encryption: {
    off: 'Off',
    offMeans: 'Anyone on your network could then read the password.',
    own: 'Certificate made by this computer',
    ownMeans: 'It is made when you choose this. Each device has to be told once to trust it.',
    validUntil: (date: string) => `Valid until ${date}.`,
    fingerprint: 'Fingerprint:',
    expiresSoon: 'Make a new one before that day.',
    renew: 'Make a new one…',
    save: 'Save for a phone…',
    saved: 'The certificate is saved.',
    notSaved: 'The certificate could not be saved.',
    files: 'Your own certificate',
    filesMean: 'A certificate and its key, as two files.',
    certificateFile: 'Certificate',
    keyFile: 'Key',
    choose: 'Choose files…',
    changed: {
      off: 'Encryption is off now.',
      selfSigned: 'Encryption with this computer’s certificate is on now.',
      files: 'Encryption with your own certificate is on now.',
    },
  },

  username: {
    label: 'Name',
    hint: 'After a change, every device needs the new one.',
    colon: 'The name must not have a colon in it.',
    tooLong: 'The name can have up to 100 characters.',
    changed: (name: string) => `Name changed to “${name}”. Connected devices are asked for it again.`,
  },
  password: {
    label: 'Password',
    hint: 'After a change, every device needs the new one.',
    typeNew: 'Type to set another one.',
    show: 'Show password',
    short: 'Short passwords are easy to guess. Eight characters or more are better.',
    tooLong: 'The password can have up to 200 characters.',
    locked: 'The keychain that holds the password does not open. Unlock it, then try again.',
    renew: 'Make a new one…',
    changed: 'Password changed. Connected devices are asked for it again.',
  },

  onlyKnown: {
    label: 'Only known devices may connect',
    hint: 'A new device then waits until you let it in, even if it has the password.',
  },

  startAtLogin: { label: 'Start when I log in' },
  startHidden: {
    label: 'Start hidden',
    hint: 'Only the icon in the menu bar or tray, without this window.',
  },
  notify: { label: 'Notifications', hint: 'When something needs you, and when a new device connects.' },
  keepAwake: {
    label: 'Keep this computer awake',
    hint: 'While devices are linked. The screen may still turn off.',
  },

  /** At the bottom of the panel, after a change. */
  done: {
    label: 'Last change',
    undone: 'It is as it was before.',
    notUndone: (sentence: string) => `It could not be undone. ${sentence}`,
  },
};
