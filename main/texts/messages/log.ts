import type { CrowdedReason, DropReason, LogEvent, LoginRefusal } from '../../../preload/logEntry';
import type { Formats } from '../formats';
import { shortProblem } from '../shortProblem';
import type { Translate } from '../translate';
import { whyNotAdvertised } from '../whyNotAdvertised';
import type { CommonTexts } from './common';

/** The log: its events in words, and the panel around them. */
export function createLogTexts(m: Translate, common: CommonTexts) {
  const crowding: Record<CrowdedReason, string> = {
    'too many connections': m('log.crowding.too_many_connections'),
    'too many from one address': m('log.crowding.too_many_from_one_address'),
    'made room': m('log.crowding.made_room'),
  };

  const refusals: Record<LoginRefusal, string> = {
    missing: m('log.refusals.missing'),
    malformed: m('log.refusals.malformed'),
    wrong: m('log.refusals.wrong'),
    'unknown user': m('log.refusals.unknown_user'),
    'not verified': m('log.refusals.not_verified'),
    'blocked user': m('log.refusals.blocked_user'),
    'licence refused': m('log.refusals.licence_refused'),
    blocked: m('log.refusals.blocked'),
    'foreign page': m('log.refusals.foreign_page'),
  };

  const givenUp: Record<DropReason, string> = {
    'not in time': m('log.givenUp.not_in_time'),
    'too slow': m('log.givenUp.too_slow'),
    silent: m('log.givenUp.silent'),
    unfinished: m('log.givenUp.unfinished'),
  };

  /** What happened, for the log. `nameOf` gives what a person calls the device, or enough of its key. */
  function event(what: LogEvent, f: Formats, nameOf: (key: string) => string): string {
    switch (what.kind) {
      case 'started':
        return m('log.event.started', { tls: what.tls, port: what.port });
      case 'stopped':
        return m('log.event.stopped');
      case 'notStarted':
        return m('log.event.notStarted', { shortProblem: shortProblem(what.problem, common.shortProblem) });
      case 'crowded':
        return m('log.event.crowded', { reason: crowding[what.reason] });
      case 'loginRefused':
        return refusals[what.reason];
      case 'opened':
        return m('log.event.opened', { conn: what.conn });
      case 'testDeviceOpened':
        return m('log.event.testDeviceOpened', { conn: what.conn });
      case 'authenticated':
        return m('log.event.authenticated', { from: what.from });
      case 'signatureRefused':
        return m('log.event.signatureRefused');
      case 'notAdmitted':
        return m('log.event.notAdmitted', { why: what.why });
      case 'left':
        return m('log.event.left', { replaced: what.replaced });
      case 'linked':
        return m('log.event.linked', { device: nameOf(what.keys[1]) });
      case 'unlinked':
        return m('log.event.unlinked', { device: nameOf(what.keys[1]) });
      case 'delivered':
        return m('log.event.delivered', { bytes: f.bytes(what.bytes) });
      case 'quiet':
        return m('log.event.quiet');
      case 'silent':
        return m('log.event.silent', { duration: f.duration(what.minutes * 60_000) });
      case 'malformed':
        return m('log.event.malformed', { conn: what.conn, reason: what.reason });
      case 'givenUp':
        return m('log.event.givenUp', { conn: what.conn, why: givenUp[what.why] });
      case 'closed':
        return m('log.event.closed', { conn: what.conn, code: what.code });
      case 'socketFailed':
        return m('log.event.socketFailed', { code: what.code });
      case 'tlsFailed':
        return m('log.event.tlsFailed', { code: what.code });
      case 'listenerFailed':
        return m('log.event.listenerFailed', { code: what.code });
      case 'advertised':
        return m('log.event.advertised', { name: what.name });
      case 'advertisingFailed':
        return m('log.event.advertisingFailed', { whyNotAdvertised: whyNotAdvertised(what.trouble, common) });
      case 'more':
        return m('log.event.more', { count: f.number(what.count) });
    }
  }

  const events = (count: number, f: Formats) => m('log.events', { count, number: f.number(count) });

  const log = {
    event,
    title: m('log.title'),
    detail: m('log.detail'),
    levels: {
      detail: m('log.levels.detail'),
      info: m('log.levels.info'),
      warning: m('log.levels.warning'),
      error: m('log.levels.error'),
    },
    least: {
      detail: m('log.least.detail'),
      info: m('log.least.info'),
      warning: m('log.least.warning'),
      error: m('log.least.error'),
    },
    leastLabel: m('log.leastLabel'),
    filter: m('log.filter'),
    filterHint: m('log.filterHint'),
    clearFilter: m('log.clearFilter'),
    pause: m('log.pause'),
    resume: m('log.resume'),
    copyShown: m('log.copyShown'),
    export: m('log.export'),
    exportFailed: m('log.exportFailed'),
    showFile: m('log.showFile'),
    clear: m('log.clear'),
    tableLabel: m('log.tableLabel'),
    columns: {
      time: m('log.columns.time'),
      level: m('log.columns.level'),
      event: m('log.columns.event'),
      device: m('log.columns.device'),
      key: m('log.columns.key'),
    },
    empty: m('log.empty'),
    emptyDetail: m('log.emptyDetail'),
    nothingMatches: m('log.nothingMatches'),
    nothingMatchesDetail: m('log.nothingMatchesDetail'),
    searching: m('log.searching'),
    live: m('log.live'),
    paused: m('log.paused'),
    waiting: (count: number, f: Formats) => m('log.waiting', { count, number: f.number(count) }),
    since: (count: number, since: string, f: Formats) => m('log.since', { events: events(count, f), since }),
    matching: (matching: number, count: number, f: Formats) =>
      m('log.matching', { matching: f.number(matching), events: events(count, f), count: matching }),
    leftOut: (count: number, f: Formats) => m('log.leftOut', { count: f.number(count) }),
  };
  return log;
}
