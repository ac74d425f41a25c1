/** Why the relay does not run or a change was refused, what that means, and what can be done. */
export const problems = {
  /** Each is one sentence, which stands by itself: beside a field or a button, too. */
  sentence: {
    portInUse: (port: number, owner: string | undefined) =>
      owner === undefined ? `Another program uses port ${port}.` : `Port ${port} is used by ${owner}.`,
    portForbidden: (port: number) => `This computer does not let the relay use port ${port}.`,
    addressNotAvailable: (address: string) => `This computer no longer has the address ${address}.`,
    passwordLocked: 'The keychain that holds the password does not open.',
    cannotListen: (code: string) => `The system refused the network to the relay (${code}).`,
    listenerFailed: (code: string) => `The system took the network away from the relay (${code}).`,
  },
  certificate: {
    noFile: (path: string) => `There is no file ${path}.`,
    cannotRead: (path: string, code: string) => `The file ${path} cannot be read (${code}).`,
    cannotWrite: (path: string, code: string) => `The file ${path} cannot be written (${code}).`,
    noCertificate: (path: string) => `The file ${path} does not hold a whole certificate in PEM form.`,
    noKey: (path: string) => `The file ${path} does not hold a whole private key in PEM form.`,
    encryptedKey: (path: string) => `The key in ${path} is locked with a password of its own.`,
    unsupportedKey: (path: string, found: string) =>
      `The key in ${path} (${found}) is of a kind that devices do not support.`,
    keyDoesNotMatch: (keyPath: string, certificatePath: string) =>
      `The key in ${keyPath} is not that of the certificate in ${certificatePath}.`,
    expired: (path: string, date: string) => `The certificate in ${path} expired on ${date}.`,
    notYetValid: (path: string, date: string) => `The certificate in ${path} is not valid before ${date}.`,
    refusedByTls: (path: string, code: string) =>
      `The certificate in ${path} cannot be used for encryption (${code}).`,
  },
  /** Why the app does not start at login as a person wants it. */
  firewall: (code: string) => `Its firewall was not opened (${code}). Open it in the system’s own settings.`,
  autostart: {
    cannotWrite: (path: string, code: string) => `The file ${path} could not be written (${code}).`,
    cannotRemove: (path: string, code: string) => `The file ${path} could not be removed (${code}).`,
    notAccepted: 'Look in its own settings, at the apps that start at login.',
    noApp: 'macOS starts only whole apps at login, and this one runs from its sources.',
  },
  /** Beneath the state's sentence. */
  detail: {
    portInUse: 'Another program on this computer got there first.',
    portForbidden: 'This computer keeps that port from the relay.',
    addressNotAvailable: 'This computer may have changed its network.',
    passwordLocked: 'Without it, the relay cannot tell your devices from strangers.',
    certificate: 'It does not run without encryption instead.',
    network: 'The system of this computer refused it.',
  },
  title: 'Your devices cannot reach the relay',
  nothingLost:
    'Nothing is lost. What your devices have to say to each other stays on them, and goes out as soon as the relay runs again.',
  facts: {
    portWanted: 'Port wanted',
    usedBy: 'Used by',
    nextFree: 'Next free port',
  },
  /** What a person can do. */
  advice: {
    portInUse: 'Use another port, or end the other program and try again.',
    portForbidden:
      'Ports below 1024 are often kept for the system, and some others may be set aside. Use another port.',
    noPortFree: 'Choose a port that is free, or try again later.',
    addressNotAvailable: 'Connect this computer to its network again, then try again.',
    passwordLocked:
      'Unlock the keychain, then try again. It may also be another one than that which sealed the password. With a new password the relay runs at once, but every device needs the new one.',
    noFile: 'Put the file back, or choose other files.',
    cannotRead: 'Check who may read the file, or choose other files.',
    cannotWrite: 'Check whether there is room on the disk and who may write there, then try again.',
    noCertificate:
      'It has to be text that begins with “-----BEGIN CERTIFICATE-----”. The two files may have been swapped.',
    noKey:
      'It has to be text that begins with “-----BEGIN PRIVATE KEY-----”. The two files may have been swapped.',
    encryptedKey:
      'The relay starts without anybody there to type that password. With OpenSSL, this line makes a copy of the key without one; then choose the copy:',
    unsupportedKey:
      'Have a certificate issued for an ECDSA key on the curve P-256, P-384 or P-521, or for an RSA key of 2048 to 4096 bits.',
    keyDoesNotMatch:
      'Choose the two files that belong together. Where a file holds several certificates, the relay’s own has to be the first.',
    expired: 'Renew the certificate and try again. If the date is wrong, check this computer’s clock.',
    expiredOwn:
      'Make a new one: a device that trusts the old one has to be told to trust the new one. If the date is wrong, check this computer’s clock.',
    notYetValid: 'If the date has passed, check this computer’s clock, then try again.',
    refusedByTls: 'Have a new certificate issued, or make one on this computer.',
    own: 'Make a new one: a device that trusts the old one has to be told to trust the new one.',
    network: 'Trying again often helps; so does another port, or starting the computer anew.',
  },
  command: 'the command',
  actions: {
    usePort: (port: number) => `Use port ${port}`,
    choosePort: 'Choose a port…',
    tryPortAgain: (port: number) => `Try ${port} again`,
    unlock: 'Unlock keychain and try again',
    newPassword: 'Make a new password…',
    chooseFiles: 'Choose other files…',
    ownCertificate: 'Make one on this computer',
    newCertificate: 'Make a new certificate…',
  },
  ifPortChanges: {
    title: 'If you change the port',
    text: 'Every device that knows the old address needs the new one, once:',
    textAlone: 'Every device that knows the old address needs the new one, once.',
  },
  /** What came of a button. */
  refused: (sentence: string) => `${sentence} Everything is as it was.`,
  failed: (text: string) => `The system did not take the change. ${text}`,
};
