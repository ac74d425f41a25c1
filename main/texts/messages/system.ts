import type { Translate } from '../translate';

/** Tray, menus, the system's dialogs, and notifications. */
export function createSystemTexts(m: Translate) {
  const system = {
    tray: {
      stop: m('system.tray.stop'),
      start: m('system.tray.start'),
      addresses: m('system.tray.addresses'),
      devices: (count: number) => m('system.tray.devices', { count }),
      open: m('system.tray.open'),
      quit: m('system.tray.quit'),
      noNetwork: m('system.tray.noNetwork'),
      chooseToCopy: m('system.tray.chooseToCopy'),
      silent: (name: string) => m('system.tray.silent', { name }),
      noDevices: m('system.tray.noDevices'),
      others: (count: number) => m('system.tray.others', { count }),
      addDevice: m('system.tray.addDevice'),
    },
    /** What desktops show beside the app’s name. */
    purpose: m('system.purpose'),
    menu: { file: m('system.menu.file'), view: m('system.menu.view') },
    replacePassword: {
      message: m('system.replacePassword.message'),
      detail: m('system.replacePassword.detail'),
      yes: m('system.replacePassword.yes'),
    },
    replaceCertificate: {
      message: m('system.replaceCertificate.message'),
      detail: m('system.replaceCertificate.detail'),
      yes: m('system.replaceCertificate.yes'),
    },
    forgetDevice: {
      message: (name: string) => m('system.forgetDevice.message', { name }),
      detail: m('system.forgetDevice.detail'),
      yes: m('system.forgetDevice.yes'),
    },
    blockDevice: {
      message: (name: string) => m('system.blockDevice.message', { name }),
      detail: m('system.blockDevice.detail'),
      yes: m('system.blockDevice.yes'),
    },
    clearLog: {
      message: m('system.clearLog.message'),
      detail: m('system.clearLog.detail'),
      yes: m('system.clearLog.yes'),
    },
    chooseCertificate: {
      title: m('system.chooseCertificate.title'),
      button: m('system.chooseCertificate.button'),
    },
    chooseKey: { title: m('system.chooseKey.title'), button: m('system.chooseKey.button') },
    pemFiles: m('system.pemFiles'),
    allFiles: m('system.allFiles'),
    saveCertificate: m('system.saveCertificate'),
    exportLog: m('system.exportLog'),
    cannotStart: {
      title: m('system.cannotStart.title'),
      folder: {
        notAFolder: (path: string) => m('system.cannotStart.folder.notAFolder', { path }),
        notOurs: (path: string, code: string, byChown: boolean) =>
          m('system.cannotStart.folder.notOurs', { path, code, byChown }),
        readOnly: (path: string, code: string) => m('system.cannotStart.folder.readOnly', { path, code }),
        other: (path: string, code: string) => m('system.cannotStart.folder.other', { path, code }),
      },
      bug: m('system.cannotStart.bug'),
    },
    downgrade: {
      message: m('system.downgrade.message'),
      detail: (version: string) => m('system.downgrade.detail', { version }),
      quit: m('system.downgrade.quit'),
      startAnew: m('system.downgrade.startAnew'),
    },
    crash: {
      message: m('system.crash.message'),
      detail: m('system.crash.detail'),
      close: m('system.crash.close'),
      copy: m('system.crash.copy'),
      showLog: m('system.crash.showLog'),
      started: (time: string) => m('system.crash.started', { time }),
      noTrace: m('system.crash.noTrace'),
    },
    notifications: {
      came: (name: string) => m('system.notifications.came', { name }),
      left: (name: string) => m('system.notifications.left', { name }),
      newDevice: m('system.notifications.newDevice'),
      newDeviceText: (abbreviation: string, from: string) =>
        m('system.notifications.newDeviceText', { abbreviation, from }),
      waiting: m('system.notifications.waiting'),
      waitingText: (abbreviation: string, from: string) =>
        m('system.notifications.waitingText', { abbreviation, from }),
      problem: m('system.notifications.problem'),
    },
  };
  return system;
}
