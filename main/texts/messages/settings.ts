import type { Translate } from '../translate';

/** The panel with everything that a person can set. */
export function createSettingsTexts(m: Translate) {
  const settings = {
    title: m('settings.title'),
    detail: m('settings.detail'),
    groups: {
      network: m('settings.groups.network'),
      encryption: m('settings.groups.encryption'),
      account: m('settings.groups.account'),
      devices: m('settings.groups.devices'),
      computer: m('settings.groups.computer'),
    },

    /** Beneath a value that was refused. */
    staysAsItWas: m('settings.staysAsItWas'),
    failedTitle: m('settings.failedTitle'),

    port: {
      label: m('settings.port.label'),
      hint: m('settings.port.hint'),
      wrong: m('settings.port.wrong'),
      low: m('settings.port.low'),
      stays: (port: number) => m('settings.port.stays', { port }),
      use: (port: number) => m('settings.port.use', { port }),
      changed: (port: number) => m('settings.port.changed', { port }),
    },
    reach: {
      label: m('settings.reach.label'),
      hint: m('settings.reach.hint'),
      computer: m('settings.reach.computer'),
      network: m('settings.reach.network'),
      changed: {
        computer: m('settings.reach.changed.computer'),
        network: m('settings.reach.changed.network'),
      },
    },
    advertise: {
      label: m('settings.advertise.label'),
      hint: m('settings.advertise.hint'),
      onlyHere: m('settings.advertise.onlyHere'),
      failed: (why: string) => m('settings.advertise.failed', { why }),
    },
    name: {
      label: m('settings.name.label'),
      hint: m('settings.name.hint'),
      tooLong: m('settings.name.tooLong'),
      renamed: (name: string) => m('settings.name.renamed', { name }),
      changed: (name: string) => m('settings.name.changed', { name }),
    },

    encryption: {
      off: m('settings.encryption.off'),
      offMeans: m('settings.encryption.offMeans'),
      own: m('settings.encryption.own'),
      ownMeans: m('settings.encryption.ownMeans'),
      validUntil: (date: string) => m('settings.encryption.validUntil', { date }),
      fingerprint: m('settings.encryption.fingerprint'),
      expiresSoon: m('settings.encryption.expiresSoon'),
      renew: m('settings.encryption.renew'),
      save: m('settings.encryption.save'),
      saved: m('settings.encryption.saved'),
      notSaved: m('settings.encryption.notSaved'),
      files: m('settings.encryption.files'),
      filesMean: m('settings.encryption.filesMean'),
      certificateFile: m('settings.encryption.certificateFile'),
      keyFile: m('settings.encryption.keyFile'),
      choose: m('settings.encryption.choose'),
      changed: {
        off: m('settings.encryption.changed.off'),
        selfSigned: m('settings.encryption.changed.selfSigned'),
        files: m('settings.encryption.changed.files'),
      },
    },

    username: {
      label: m('settings.username.label'),
      hint: m('settings.username.hint'),
      colon: m('settings.username.colon'),
      tooLong: m('settings.username.tooLong'),
      changed: (name: string) => m('settings.username.changed', { name }),
    },
    password: {
      label: m('settings.password.label'),
      hint: m('settings.password.hint'),
      typeNew: m('settings.password.typeNew'),
      show: m('settings.password.show'),
      short: m('settings.password.short'),
      tooLong: m('settings.password.tooLong'),
      locked: m('settings.password.locked'),
      renew: m('settings.password.renew'),
      changed: m('settings.password.changed'),
    },

    onlyKnown: {
      label: m('settings.onlyKnown.label'),
      hint: m('settings.onlyKnown.hint'),
    },

    startAtLogin: { label: m('settings.startAtLogin.label') },
    startHidden: {
      label: m('settings.startHidden.label'),
      hint: m('settings.startHidden.hint'),
    },
    notify: { label: m('settings.notify.label'), hint: m('settings.notify.hint') },
    keepAwake: {
      label: m('settings.keepAwake.label'),
      hint: m('settings.keepAwake.hint'),
    },
    lookForUpdates: {
      label: m('settings.lookForUpdates.label'),
      hint: m('settings.lookForUpdates.hint'),
    },

    /** At the bottom of the panel, after a change. */
    done: {
      label: m('settings.done.label'),
      undone: m('settings.done.undone'),
      notUndone: (sentence: string) => m('settings.done.notUndone', { sentence }),
    },
  };
  return settings;
}
