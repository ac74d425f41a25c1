import type { Translate } from '../translate';

/** The panel that shows who is connected, who is known, and who waits. */
export function createDeviceTexts(m: Translate) {
  const devices = {
    title: m('devices.title'),
    add: m('devices.add'),

    connected: (count: number, rest: string) => m('devices.connected', { count, rest }),
    activity: {
      alone: m('devices.activity.alone'),
      unlinked: m('devices.activity.unlinked'),
      nothingYet: m('devices.activity.nothingYet'),
      passing: m('devices.activity.passing'),
      waiting: m('devices.activity.waiting'),
      quiet: (duration: string) => m('devices.activity.quiet', { duration }),
    },
    nobody: {
      running: m('devices.nobody.running'),
      starting: m('devices.nobody.starting'),
      off: m('devices.nobody.off'),
    },
    empty: {
      title: m('devices.empty.title'),
      text: m('devices.empty.text'),
    },

    groups: {
      waiting: m('devices.groups.waiting'),
      connected: m('devices.groups.connected'),
      away: m('devices.groups.away'),
    },
    columns: { bars: m('devices.columns.bars'), bytes: m('devices.columns.bytes') },
    waitingMeans: m('devices.waitingMeans'),

    unshown: {
      rows: (count: number) => m('devices.unshown.rows', { count }),
      waiting: (count: string) => m('devices.unshown.waiting', { count }),
    },

    linkedWith: (names: string) => m('devices.linkedWith', { names }),
    others: (count: number) => m('devices.others', { count }),
    butSilent: m('devices.butSilent'),
    unlinked: m('devices.unlinked'),
    todayAt: (time: string) => m('devices.todayAt', { time }),
    onDay: (day: string) => m('devices.onDay', { day }),
    here: {
      time: (from: string, time: string) => m('devices.here.time', { from, time }),
      day: (from: string, day: string) => m('devices.here.day', { from, day }),
    },
    lastSeen: (when: string, from: string) => m('devices.lastSeen', { when, from }),
    blocked: (when: string) => m('devices.blocked', { when }),
    turnedAway: (when: string, from: string) => m('devices.turnedAway', { when, from }),
    asks: (when: string, from: string) => m('devices.asks', { when, from }),

    bytes: (sent: string, received: string) => m('devices.bytes', { sent, received }),
    bars: {
      none: m('devices.bars.none'),
      now: (bytes: string) => m('devices.bars.now', { bytes }),
      ago: (bytes: string, ago: string) => m('devices.bars.ago', { bytes, ago }),
    },

    more: (name: string) => m('devices.more', { name }),
    silentMeans: (ago: string) => m('devices.silentMeans', { ago }),
    unlinkedMeans: m('devices.unlinkedMeans'),
    awayMeans: m('devices.awayMeans'),
    actionsMean: m('devices.actionsMean'),

    nameLabel: (abbreviation: string) => m('devices.nameLabel', { abbreviation }),
    rename: m('devices.rename'),
    giveName: m('devices.giveName'),
    copyKey: m('devices.copyKey'),
    forget: m('devices.forget'),
    block: m('devices.block'),
    unblock: m('devices.unblock'),
    letIn: m('devices.letIn'),
    notNow: m('devices.notNow'),
    /** What a button does, and to which device, for those who hear the button alone. */
    doTo: (action: string, name: string) => m('devices.doTo', { action, name }),
  };
  return devices;
}
