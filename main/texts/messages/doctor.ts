import type { CheckName, RejectionReason, Verdict } from '../../../preload/doctor';
import type { Translate } from '../translate';
import type { CommonTexts } from './common';
import { createFindingTexts } from './findings';
import { createFindingTitles } from './findingTitles';

/** The panel that finds out why a device cannot connect; the command line says the same. */
export function createDoctorTexts(m: Translate, common: CommonTexts) {
  const names: Record<CheckName, string> = {
    listening: m('doctor.names.listening'),
    network: m('doctor.names.network'),
    reachable: m('doctor.names.reachable'),
    login: m('doctor.names.login'),
    echo: m('doctor.names.echo'),
    advertised: m('doctor.names.advertised'),
    certificate: m('doctor.names.certificate'),
    firewall: m('doctor.names.firewall'),
    packages: m('doctor.names.packages'),
    database: m('doctor.names.database'),
    disk: m('doctor.names.disk'),
    licences: m('doctor.names.licences'),
    mail: m('doctor.names.mail'),
    nats: m('doctor.names.nats'),
    natsRights: m('doctor.names.natsRights'),
    nodes: m('doctor.names.nodes'),
    clocks: m('doctor.names.clocks'),
  };

  const verdicts: Record<Verdict, string> = {
    passed: m('doctor.verdicts.passed'),
    warning: m('doctor.verdicts.warning'),
    failed: m('doctor.verdicts.failed'),
    notTried: m('doctor.verdicts.notTried'),
  };

  /** Why somebody was turned away, and what to do if it was a device of one's own. */
  const refusals: Record<RejectionReason, { readonly what: string; readonly todo: string }> = {
    wrongPassword: {
      what: m('doctor.refusals.wrongPassword.what'),
      todo: m('doctor.refusals.wrongPassword.todo'),
    },
    unreadablePassword: {
      what: m('doctor.refusals.unreadablePassword.what'),
      todo: m('doctor.refusals.unreadablePassword.todo'),
    },
    noPassword: {
      what: m('doctor.refusals.noPassword.what'),
      todo: m('doctor.refusals.noPassword.todo'),
    },
    tooManyWrong: {
      what: m('doctor.refusals.tooManyWrong.what'),
      todo: m('doctor.refusals.tooManyWrong.todo'),
    },
    foreignPage: { what: m('doctor.refusals.foreignPage.what'), todo: m('doctor.refusals.foreignPage.todo') },
    wrongKey: {
      what: m('doctor.refusals.wrongKey.what'),
      todo: m('doctor.refusals.wrongKey.todo'),
    },
    blockedDevice: {
      what: m('doctor.refusals.blockedDevice.what'),
      todo: m('doctor.refusals.blockedDevice.todo'),
    },
    notLetIn: { what: m('doctor.refusals.notLetIn.what'), todo: m('doctor.refusals.notLetIn.todo') },
    tlsRefused: {
      what: m('doctor.refusals.tlsRefused.what'),
      todo: m('doctor.refusals.tlsRefused.todo'),
    },
    malformed: { what: m('doctor.refusals.malformed.what'), todo: m('doctor.refusals.malformed.todo') },
    crowded: { what: m('doctor.refusals.crowded.what'), todo: m('doctor.refusals.crowded.todo') },
  };

  const doctor = {
    names,
    title: createFindingTitles(m),
    text: createFindingTexts(m, common),
    verdicts,
    refusals,
    heading: (problems: number) => m('doctor.heading', { problems }),
    looking: m('doctor.looking'),
    lookingDetail: m('doctor.lookingDetail'),
    detail: (passed: number, tried: number, when: string) =>
      m('doctor.detail', { all: passed === tried, passed, tried, when }),
    justNow: m('doctor.justNow'),
    again: m('doctor.again'),
    checking: m('doctor.checking'),
    copyReport: m('doctor.copyReport'),
    reportHint: m('doctor.reportHint'),
    groups: {
      passed: m('doctor.groups.passed'),
      notTried: m('doctor.groups.notTried'),
      turnedAway: m('doctor.groups.turnedAway'),
    },
    turnedAwayMeans: m('doctor.turnedAwayMeans'),
    attempt: (count: number, when: string) =>
      count === 1 ? when : m('doctor.attempt.else', { count, when }),
    letInSince: m('doctor.letInSince'),
    nobodyTurnedAway: m('doctor.nobodyTurnedAway'),
    ms: (ms: number) => m('doctor.ms', { ms }),
    command: m('doctor.command'),
    remedies: {
      startRelay: m('doctor.remedies.startRelay'),
      restartRelay: m('doctor.remedies.restartRelay'),
      overview: m('doctor.remedies.overview'),
      settings: m('doctor.remedies.settings'),
      newPassword: m('doctor.remedies.newPassword'),
      newCertificate: m('doctor.remedies.newCertificate'),
      chooseCertificate: m('doctor.remedies.chooseCertificate'),
      allowInFirewall: m('doctor.remedies.allowInFirewall'),
    },
    report: {
      title: m('doctor.report.title'),
      facts: (version: string, system: string, at: string) =>
        m('doctor.report.facts', { version, system, at }),
      onlyHere: m('doctor.report.onlyHere'),
      network: m('doctor.report.network'),
      relay: (port: number, reach: string, encrypted: boolean) =>
        m('doctor.report.relay', { port, reach, encrypted }),
    },
    /** Beneath the overview. */
    invite: { text: m('doctor.invite.text'), action: m('doctor.invite.action') },
  };
  return doctor;
}
