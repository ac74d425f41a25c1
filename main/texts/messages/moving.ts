import type { Translate } from '../translate';

/** Moving the relay to another computer: in the settings, and in the system's dialogs. */
export function createMovingTexts(m: Translate) {
  return {
    title: m('moving.title'),
    purpose: m('moving.purpose'),
    passphrase: m('moving.passphrase'),
    show: m('moving.show'),

    save: {
      label: m('moving.save.label'),
      hint: m('moving.save.hint'),
      action: m('moving.save.action'),
      passphraseHint: m('moving.save.passphraseHint'),
      ownCertificate: m('moving.save.ownCertificate'),
      again: m('moving.save.again'),
      short: m('moving.save.short'),
      differs: m('moving.save.differs'),
      goOn: m('moving.save.goOn'),
      saved: m('moving.save.saved'),
      notSaved: m('moving.save.notSaved'),
      locked: m('moving.save.locked'),
      tooLarge: m('moving.save.tooLarge'),
    },
    read: {
      label: m('moving.read.label'),
      hint: m('moving.read.hint'),
      action: m('moving.read.action'),
      passphraseOf: (file: string) => m('moving.read.passphraseOf', { file }),
      open: m('moving.read.open'),
      contains: (date: string, username: string, devices: number) =>
        m('moving.read.contains', { date, username, devices }),
      moveHere: m('moving.read.moveHere'),
      moving: m('moving.read.moving'),
      notRead: m('moving.read.notRead'),
      refused: {
        notReadable: m('moving.read.refused.notReadable'),
        newer: m('moving.read.refused.newer'),
        passphrase: m('moving.read.refused.passphrase'),
      },
    },

    /** The system's dialogs. */
    saveAs: m('moving.saveAs'),
    choose: { title: m('moving.choose.title'), button: m('moving.choose.button') },
    backups: m('moving.backups'),
    confirm: {
      message: m('moving.confirm.message'),
      detail: m('moving.confirm.detail'),
      yes: m('moving.confirm.yes'),
    },
    notMoved: {
      title: m('moving.notMoved.title'),
      text: (path: string, code: string) => m('moving.notMoved.text', { path, code }),
    },
  };
}
