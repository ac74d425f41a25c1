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
};
