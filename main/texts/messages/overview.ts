import type { Translate } from '../translate';

export function createOverviewTexts(m: Translate) {
  const overview = {
    /** Beneath the sentence: what goes on, or what the state means. */
    detail: {
      starting: m('overview.detail.starting'),
      stopped: m('overview.detail.stopped'),
      noNetwork: m('overview.detail.noNetwork'),
      onlyHere: m('overview.detail.onlyHere'),
      firstDevice: m('overview.detail.firstDevice'),
      allAway: m('overview.detail.allAway'),
      oneDevice: m('overview.detail.oneDevice'),
      unlinked: m('overview.detail.unlinked'),
      nothingYet: m('overview.detail.nothingYet'),
      passing: m('overview.detail.passing'),
      waiting: m('overview.detail.waiting'),
      delivered: m('overview.detail.delivered'),
      quiet: (duration: string) => m('overview.detail.quiet', { duration }),
    },
    noNetwork: {
      title: m('overview.noNetwork.title'),
      text: m('overview.noNetwork.text'),
    },
    add: {
      title: m('overview.add.title'),
      text: m('overview.add.text'),
      address: m('overview.add.address'),
      others: m('overview.add.others'),
      username: m('overview.add.username'),
      password: m('overview.add.password'),
      copyAddress: (address: string) => m('overview.add.copyAddress', { address }),
      copyUsername: m('overview.add.copyUsername'),
      copyPassword: m('overview.add.copyPassword'),
      showPassword: m('overview.add.showPassword'),
      onlyHere: m('overview.add.onlyHere'),
      changeReach: m('overview.add.changeReach'),
      locked: m('overview.add.locked'),
    },
    code: {
      title: m('overview.code.title'),
      hidden: m('overview.code.hidden'),
      shown: m('overview.code.shown'),
      hidesIn: (time: string) => m('overview.code.hidesIn', { time }),
      image: m('overview.code.image'),
      show: m('overview.code.show'),
      hide: m('overview.code.hide'),
      asText: m('overview.code.asText'),
      copyText: m('overview.code.copyText'),
      tooLong: m('overview.code.tooLong'),
    },
    certificate: {
      own: m('overview.certificate.own'),
      files: m('overview.certificate.files'),
      compare: m('overview.certificate.compare'),
      copyFingerprint: m('overview.certificate.copyFingerprint'),
      fingerprint: m('overview.certificate.fingerprint'),
      validUntil: (date: string) => m('overview.certificate.validUntil', { date }),
      endsOwn: (date: string) => m('overview.certificate.endsOwn', { date }),
      endsFiles: (date: string) => m('overview.certificate.endsFiles', { date }),
      ended: (date: string) => m('overview.certificate.ended', { date }),
      settings: m('overview.certificate.settings'),
      save: m('overview.certificate.save'),
      saved: m('overview.certificate.saved'),
      notSaved: (text: string) => m('overview.certificate.notSaved', { text }),
    },
    unencrypted: {
      text: m('overview.unencrypted.text'),
      action: m('overview.unencrypted.action'),
    },
    advertised: {
      found: (name: string) => m('overview.advertised.found', { name }),
      renamed: (name: string, wanted: string) => m('overview.advertised.renamed', { name, wanted }),
      failed: (why: string) => m('overview.advertised.failed', { why }),
    },
    kept: {
      keychain: m('overview.kept.keychain'),
      file: m('overview.kept.file'),
      remedy: m('overview.kept.remedy'),
      remedyLinux: m('overview.kept.remedyLinux'),
    },
    waiting: {
      title: m('overview.waiting.title'),
      text: (abbreviation: string, from: string, time: string) =>
        m('overview.waiting.text', { abbreviation, from, time }),
      hint: m('overview.waiting.hint'),
      admit: m('overview.waiting.admit'),
      block: m('overview.waiting.block'),
      later: m('overview.waiting.later'),
    },
    stopped: {
      title: m('overview.stopped.title'),
      byYouAt: (time: string) => m('overview.stopped.byYouAt', { time }),
      byYouOn: (day: string) => m('overview.stopped.byYouOn', { day }),
      nothingLost: m('overview.stopped.nothingLost'),
      devices: (count: number) => m('overview.stopped.devices', { count }),
      turnOn: m('overview.stopped.turnOn'),
    },
    setAside: {
      settings: {
        notReadable: m('overview.setAside.settings.notReadable'),
        newer: m('overview.setAside.settings.newer'),
        text: m('overview.setAside.settings.text'),
      },
      devices: {
        notReadable: m('overview.setAside.devices.notReadable'),
        newer: m('overview.setAside.devices.newer'),
        text: m('overview.setAside.devices.text'),
      },
      show: m('overview.setAside.show'),
    },
    notSaved: {
      title: m('overview.notSaved.title'),
      text: (text: string) => m('overview.notSaved.text', { text }),
    },
    trayMissing: {
      title: m('overview.trayMissing.title'),
      text: m('overview.trayMissing.text'),
    },
  };
  return overview;
}
