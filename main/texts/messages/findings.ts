import type {
  AdvertisementMismatch,
  EchoProblem,
  Finding,
  FirewallProgram,
  NoAnswer,
  SkipReason,
} from '../../../preload/doctor';
import type { Formats } from '../formats';
import { shortProblem } from '../shortProblem';
import type { Translate } from '../translate';
import { whyNotAdvertised } from '../whyNotAdvertised';
import { accountsFindingText, isOfAccounts } from './accountsFindings';
import { clusterFindingText, isOfCluster } from './clusterFindings';
import type { CommonTexts } from './common';

/** What the doctor found, in a sentence or two, with what it means and what to do. */
export function createFindingTexts(m: Translate, common: CommonTexts) {
  const skipped: Record<SkipReason, string> = {
    onlyHere: m('findings.skipped.onlyHere'),
    notRunning: m('findings.skipped.notRunning'),
    noNetwork: m('findings.skipped.noNetwork'),
    noAnswer: m('findings.skipped.noAnswer'),
    notLetIn: m('findings.skipped.notLetIn'),
    wouldBeSeen: m('findings.skipped.wouldBeSeen'),
    noPassword: m('findings.skipped.noPassword'),
    notTrusted: m('findings.skipped.notTrusted'),
    notEncrypted: m('findings.skipped.notEncrypted'),
    notAdvertised: m('findings.skipped.notAdvertised'),
    announcing: m('findings.skipped.announcing'),
    noPackages: m('findings.skipped.noPackages'),
    databaseServer: m('findings.skipped.databaseServer'),
    noLicences: m('findings.skipped.noLicences'),
    noMail: m('findings.skipped.noMail'),
    noNats: m('findings.skipped.noNats'),
    noNodes: m('findings.skipped.noNodes'),
  };

  const programs: Record<FirewallProgram, string> = {
    ufw: m('findings.programs.ufw'),
    firewalld: m('findings.programs.firewalld'),
    windows: m('findings.programs.windows'),
    mac: m('findings.programs.mac'),
  };

  /** What happened at an address, and what it may mean. */
  function noAnswer(why: NoAnswer): string {
    switch (why.kind) {
      case 'nameUnknown':
        return m('findings.noAnswer.nameUnknown');
      case 'refused':
        return m('findings.noAnswer.refused');
      case 'timedOut':
        return m('findings.noAnswer.timedOut');
      case 'noRoute':
        return m('findings.noAnswer.noRoute');
      case 'silent':
        return m('findings.noAnswer.silent');
      case 'otherEncryption':
        return m('findings.noAnswer.otherEncryption');
      case 'notARelay':
        return m('findings.noAnswer.notARelay', { status: why.status });
      case 'noUpgrade':
        return m('findings.noAnswer.noUpgrade', { status: why.status });
      case 'certificateRefused':
        return m('findings.noAnswer.certificateRefused', { code: why.code });
      case 'fingerprintDiffers':
        return m('findings.noAnswer.fingerprintDiffers');
      case 'failed':
        return m('findings.noAnswer.failed', { code: why.code });
    }
  }

  /** The same of this computer's own addresses, where silence has other reasons. */
  function ownNoAnswer(why: NoAnswer): string {
    switch (why.kind) {
      case 'refused':
      case 'timedOut':
      case 'noRoute':
      case 'nameUnknown':
        return m('findings.ownNoAnswer.nameUnknown');
      default:
        return noAnswer(why);
    }
  }

  const echo: Record<EchoProblem, string> = {
    notLinked: m('findings.echo.notLinked'),
    nothingCame: m('findings.echo.nothingCame'),
    changed: m('findings.echo.changed'),
    lost: m('findings.echo.lost'),
  };

  const differs: Record<AdvertisementMismatch, string> = {
    name: m('findings.differs.name'),
    port: m('findings.differs.port'),
    fingerprint: m('findings.differs.fingerprint'),
  };

  const commandsFollow = m('findings.commandsFollow');

  function findingText(finding: Finding, f: Formats): string {
    if (isOfAccounts(finding)) return accountsFindingText(finding, m, f);
    if (isOfCluster(finding)) return clusterFindingText(finding, m, f);
    switch (finding.kind) {
      case 'skipped':
        return skipped[finding.why];
      case 'listens':
        return m('findings.listens', { port: finding.port });
      case 'relayOff':
        return m('findings.relayOff');
      case 'relayStarting':
        return m('findings.relayStarting');
      case 'relayProblem':
        return m('findings.relayProblem', {
          shortProblem: shortProblem(finding.problem, common.shortProblem),
        });
      case 'doesNotListen':
        return m('findings.doesNotListen', {
          port: finding.port,
          ownNoAnswer: ownNoAnswer(finding.why),
        }).trim();
      case 'onNetwork':
        return m('findings.onNetwork', {
          hasVpn: finding.vpn.length > 0,
          hosts: f.list(finding.hosts),
          vpn: f.list(finding.vpn),
        });
      case 'onlyVirtual':
        return m('findings.onlyVirtual', { adapters: f.list(finding.adapters) });
      case 'noNetwork':
        return m('findings.noNetwork');
      case 'answersAt':
        return m('findings.answersAt', { count: finding.hosts.length, hosts: f.list(finding.hosts) });
      case 'silentAt': {
        const [first] = finding.silent;
        const hosts = f.list(finding.silent.map(({ host }) => host));
        const others = m('findings.silentAt.others', {
          hasOthers: finding.answers.length > 0,
          others: f.list(finding.answers),
        });
        return m('findings.silentAt', { hosts, why: first ? ownNoAnswer(first.why) : '', others }).trim();
      }
      case 'badAddress':
        return m('findings.badAddress');
      case 'answers':
        return m('findings.answers', { url: finding.url });
      case 'answersElsewhere':
        return m('findings.answersElsewhere', { url: finding.url });
      case 'noAnswer':
        return m('findings.noAnswer', { url: finding.url, noAnswer: noAnswer(finding.why) });
      case 'letsIn':
        return m('findings.letsIn', { wrongTried: finding.wrongTried });
      case 'turnsAway':
        return m('findings.turnsAway');
      case 'letsAnybodyIn':
        return m('findings.letsAnybodyIn');
      case 'passwordLocked':
        return m('findings.passwordLocked');
      case 'hasToWait':
        return m('findings.hasToWait', { seconds: finding.seconds });
      case 'loginFailed':
        return noAnswer(finding.why);
      case 'talk':
        return m('findings.talk');
      case 'keyRefused':
        return m('findings.keyRefused', { message: finding.message });
      case 'doNotTalk':
        return echo[finding.why];
      case 'seen':
        return m('findings.seen', { name: finding.name });
      case 'notSeen':
        return m('findings.notSeen', { name: finding.name });
      case 'seenOtherwise':
        return m('findings.seenOtherwise', {
          name: finding.name,
          differs: f.list(finding.differs.map((what) => differs[what])),
        });
      case 'notAdvertised':
        return m('findings.notAdvertised', { whyNotAdvertised: whyNotAdvertised(finding.trouble, common) });
      case 'cannotLook':
        return m('findings.cannotLook', { code: finding.code });
      case 'found':
        return m('findings.found', { name: finding.name, url: finding.url });
      case 'foundNone':
        return m('findings.foundNone');
      case 'foundSeveral':
        return m('findings.foundSeveral', {
          relays: f.list(finding.relays.map(({ id, name }) => m('findings.oneOfSeveral', { id, name }))),
        });
      case 'certificateValid':
        return m('findings.certificateValid', { validUntil: f.date(finding.validUntil) });
      case 'certificateEnds':
        return m('findings.certificateEnds', { own: finding.own, validUntil: f.date(finding.validUntil) });
      case 'certificateEnded':
        return m('findings.certificateEnded', { validUntil: f.date(finding.validUntil) });
      case 'namesMissing':
        return m('findings.namesMissing', { hosts: f.list(finding.hosts) });
      case 'certificatePinned':
        return m('findings.certificatePinned');
      case 'certificateTrusted':
        return m('findings.certificateTrusted');
      case 'certificateUnchecked':
        return m('findings.certificateUnchecked', { seen: finding.seen });
      case 'certificateUntrusted':
        return m('findings.certificateUntrusted', {
          code: finding.code,
          noFingerprint: finding.seen === undefined,
          seen: finding.seen ?? '',
        });
      case 'certificateDiffers':
        return m('findings.certificateDiffers', { seen: finding.seen });
      case 'noFirewall':
        return m('findings.noFirewall');
      case 'portOpen':
        return m('findings.portOpen', { program: programs[finding.program] });
      case 'firewallUnknown':
        return m('findings.firewallUnknown');
      case 'discoveryClosed':
        return m('findings.discoveryClosed', {
          program: finding.program,
          name: programs[finding.program],
          commandsFollow,
        });
      case 'portClosed':
        return m('findings.portClosed', {
          program: finding.program,
          name: programs[finding.program],
          port: finding.port,
          commandsFollow,
        });
      case 'portUncertain':
        return m('findings.portUncertain', { program: finding.program, name: programs[finding.program] });
      case 'programBlocked':
        return m('findings.programBlocked', { program: finding.program });
      case 'allBlocked':
        return m('findings.allBlocked', { program: finding.program });
      case 'publicNetwork':
        return m('findings.publicNetwork', { networks: f.list(finding.networks) });
    }
  }
  return findingText;
}
