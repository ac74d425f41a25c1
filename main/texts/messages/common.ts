import type { Translate } from '../translate';

/** The state, the names of the panels, and what stands in several of them. */
export function createCommonTexts(m: Translate) {
  const common = {
    appName: m('common.appName'),
    version: (version: string) => m('common.version', { version }),
    panels: {
      overview: m('common.panels.overview'),
      devices: m('common.panels.devices'),
      settings: m('common.panels.settings'),
      log: m('common.panels.log'),
      doctor: m('common.panels.doctor'),
    },
    panelsLabel: m('common.panelsLabel'),
    relay: {
      starting: m('common.relay.starting'),
      running: m('common.relay.running'),
      stopped: m('common.relay.stopped'),
      problem: m('common.relay.problem'),
    },
    starting: m('common.starting'),
    running: (devices: number) => m('common.running', { devices }),
    stopped: m('common.stopped'),
    notRunning: (because: string) => m('common.notRunning', { because }),
    shortProblem: {
      portInUse: (port: number) => m('common.shortProblem.portInUse', { port }),
      portForbidden: (port: number) => m('common.shortProblem.portForbidden', { port }),
      addressNotAvailable: m('common.shortProblem.addressNotAvailable'),
      passwordLocked: m('common.shortProblem.passwordLocked'),
      certificate: m('common.shortProblem.certificate'),
      network: m('common.shortProblem.network'),
    },
    advertiseProblem: {
      noNetwork: m('common.advertiseProblem.noNetwork'),
      noFreeName: (name: string) => m('common.advertiseProblem.noFreeName', { name }),
      noMulticast: (code: string) => m('common.advertiseProblem.noMulticast', { code }),
    },
    unnamedDevice: m('common.unnamedDevice'),
    relaySwitch: m('common.relaySwitch'),
    copy: m('common.copy'),
    copied: m('common.copied'),
    copyOf: (what: string) => m('common.copyOf', { what }),
    show: m('common.show'),
    hide: m('common.hide'),
    hidden: m('common.hidden'),
    undo: m('common.undo'),
    dismiss: m('common.dismiss'),
    cancel: m('common.cancel'),
    tryAgain: m('common.tryAgain'),
    notCopied: m('common.notCopied'),
  };
  return common;
}

export type CommonTexts = ReturnType<typeof createCommonTexts>;
