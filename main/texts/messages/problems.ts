import type { Translate } from '../translate';

/** Why the relay does not run or a change was refused, what that means, and what can be done. */
export function createProblemTexts(m: Translate) {
  const problems = {
    /** Each is one sentence, which stands by itself: beside a field or a button, too. */
    sentence: {
      portInUse: (port: number, owner: string | undefined) =>
        m('problems.sentence.portInUse', { noOwner: owner === undefined, port, owner: owner ?? '' }),
      portForbidden: (port: number) => m('problems.sentence.portForbidden', { port }),
      addressNotAvailable: (address: string) => m('problems.sentence.addressNotAvailable', { address }),
      passwordLocked: m('problems.sentence.passwordLocked'),
      cannotListen: (code: string) => m('problems.sentence.cannotListen', { code }),
      listenerFailed: (code: string) => m('problems.sentence.listenerFailed', { code }),
    },
    certificate: {
      noFile: (path: string) => m('problems.certificate.noFile', { path }),
      cannotRead: (path: string, code: string) => m('problems.certificate.cannotRead', { path, code }),
      cannotWrite: (path: string, code: string) => m('problems.certificate.cannotWrite', { path, code }),
      noCertificate: (path: string) => m('problems.certificate.noCertificate', { path }),
      noKey: (path: string) => m('problems.certificate.noKey', { path }),
      encryptedKey: (path: string) => m('problems.certificate.encryptedKey', { path }),
      unsupportedKey: (path: string, found: string) =>
        m('problems.certificate.unsupportedKey', { path, found }),
      keyDoesNotMatch: (keyPath: string, certificatePath: string) =>
        m('problems.certificate.keyDoesNotMatch', { keyPath, certificatePath }),
      expired: (path: string, date: string) => m('problems.certificate.expired', { path, date }),
      notYetValid: (path: string, date: string) => m('problems.certificate.notYetValid', { path, date }),
      refusedByTls: (path: string, code: string) => m('problems.certificate.refusedByTls', { path, code }),
    },
    /** Why the app does not start at login as a person wants it. */
    firewall: (code: string) => m('problems.firewall', { code }),
    autostart: {
      cannotWrite: (path: string, code: string) => m('problems.autostart.cannotWrite', { path, code }),
      cannotRemove: (path: string, code: string) => m('problems.autostart.cannotRemove', { path, code }),
      notAccepted: m('problems.autostart.notAccepted'),
      noApp: m('problems.autostart.noApp'),
    },
    /** Beneath the state's sentence. */
    detail: {
      portInUse: m('problems.detail.portInUse'),
      portForbidden: m('problems.detail.portForbidden'),
      addressNotAvailable: m('problems.detail.addressNotAvailable'),
      passwordLocked: m('problems.detail.passwordLocked'),
      certificate: m('problems.detail.certificate'),
      network: m('problems.detail.network'),
    },
    title: m('problems.title'),
    nothingLost: m('problems.nothingLost'),
    facts: {
      portWanted: m('problems.facts.portWanted'),
      usedBy: m('problems.facts.usedBy'),
      nextFree: m('problems.facts.nextFree'),
    },
    /** What a person can do. */
    advice: {
      portInUse: m('problems.advice.portInUse'),
      portForbidden: m('problems.advice.portForbidden'),
      noPortFree: m('problems.advice.noPortFree'),
      addressNotAvailable: m('problems.advice.addressNotAvailable'),
      passwordLocked: m('problems.advice.passwordLocked'),
      noFile: m('problems.advice.noFile'),
      cannotRead: m('problems.advice.cannotRead'),
      cannotWrite: m('problems.advice.cannotWrite'),
      noCertificate: m('problems.advice.noCertificate'),
      noKey: m('problems.advice.noKey'),
      encryptedKey: m('problems.advice.encryptedKey'),
      unsupportedKey: m('problems.advice.unsupportedKey'),
      keyDoesNotMatch: m('problems.advice.keyDoesNotMatch'),
      expired: m('problems.advice.expired'),
      expiredOwn: m('problems.advice.expiredOwn'),
      notYetValid: m('problems.advice.notYetValid'),
      refusedByTls: m('problems.advice.refusedByTls'),
      own: m('problems.advice.own'),
      network: m('problems.advice.network'),
    },
    command: m('problems.command'),
    actions: {
      usePort: (port: number) => m('problems.actions.usePort', { port }),
      choosePort: m('problems.actions.choosePort'),
      tryPortAgain: (port: number) => m('problems.actions.tryPortAgain', { port }),
      unlock: m('problems.actions.unlock'),
      newPassword: m('problems.actions.newPassword'),
      chooseFiles: m('problems.actions.chooseFiles'),
      ownCertificate: m('problems.actions.ownCertificate'),
      newCertificate: m('problems.actions.newCertificate'),
    },
    ifPortChanges: {
      title: m('problems.ifPortChanges.title'),
      text: m('problems.ifPortChanges.text'),
      textAlone: m('problems.ifPortChanges.textAlone'),
    },
    /** What came of a button. */
    refused: (sentence: string) => m('problems.refused', { sentence }),
    failed: (text: string) => m('problems.failed', { text }),
  };
  return problems;
}
