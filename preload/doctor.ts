import type { AdvertiseProblem, Problem } from './problem';
import type { AccountsFinding, ClusterFinding } from './serverFindings';

export type {
  AccountsFinding,
  ClusterFinding,
  DatabaseTrouble,
  MailTrouble,
  NatsTrouble,
  NodeClock,
} from './serverFindings';

// What the doctor finds, as data: typed, without text and without a secret. Words are made at the edge.

export type Verdict = 'passed' | 'warning' | 'failed' | 'notTried';

export type CheckName =
  | 'listening'
  | 'network'
  | 'reachable'
  | 'login'
  | 'echo'
  | 'advertised'
  | 'certificate'
  | 'firewall'
  // Of the accounts of many users, by the command line alone.
  | 'packages'
  | 'database'
  | 'disk'
  | 'licences'
  | 'mail'
  // Of a relay of several nodes, by the command line alone.
  | 'nats'
  | 'natsRights'
  | 'nodes'
  | 'clocks';

/** Why nothing useful came back from an address. `code` is the system's or the TLS library's. */
export type NoAnswer =
  /**
   * The name has no address; nobody listens there; nothing came back at all; there is no way there; it took the
   * connection and said nothing; it answers, but not in TLS, or in TLS alone.
   */
  | { readonly kind: 'nameUnknown' | 'refused' | 'timedOut' | 'noRoute' | 'silent' | 'otherEncryption' }
  | { readonly kind: 'notARelay'; readonly status: number }
  /** A relay answers, and does not hear that a websocket is wanted: a proxy keeps that from it. */
  | { readonly kind: 'noUpgrade'; readonly status: number }
  | { readonly kind: 'certificateRefused' | 'failed'; readonly code: string }
  /** `seen` is the fingerprint that the certificate there has. */
  | { readonly kind: 'fingerprintDiffers'; readonly seen: string };

/** Why a check was not made. */
export type SkipReason =
  /** Only this computer may reach the relay. */
  | 'onlyHere'
  | 'notRunning'
  | 'noNetwork'
  /** It does not answer, so that there is nothing more to try. */
  | 'noAnswer'
  | 'notLetIn'
  /** This relay would tell the other devices of the test ones. */
  | 'wouldBeSeen'
  | 'noPassword'
  | 'notTrusted'
  | 'notEncrypted'
  | 'notAdvertised'
  | 'announcing'
  | 'noPackages'
  /** It is on a server of its own. */
  | 'databaseServer'
  | 'noLicences'
  | 'noMail'
  | 'noNats'
  | 'noNodes';

/** A firewall that can be asked. */
export type FirewallProgram = 'ufw' | 'firewalld' | 'windows' | 'mac';

/** What a firewall was found to do with the relay's port. */
export type FirewallFinding =
  /** None that is known here is on. */
  | { readonly kind: 'noFirewall' }
  | { readonly kind: 'portOpen'; readonly program: FirewallProgram }
  /** The port is open, and that by which devices find the relay (UDP 5353) is not. */
  | {
      readonly kind: 'discoveryClosed';
      readonly program: FirewallProgram;
      readonly commands: readonly string[];
    }
  | {
      readonly kind: 'portClosed';
      readonly program: FirewallProgram;
      readonly port: number;
      readonly commands: readonly string[];
    }
  /** It is on, and does not tell its rules. */
  | {
      readonly kind: 'portUncertain';
      readonly program: FirewallProgram;
      readonly port: number;
      readonly commands: readonly string[];
    }
  /** A rule keeps this very program from being reached. */
  | { readonly kind: 'programBlocked'; readonly program: FirewallProgram }
  /** It lets nobody in, whatever the rules. */
  | { readonly kind: 'allBlocked'; readonly program: FirewallProgram }
  /** Windows takes this network for a public one. */
  | { readonly kind: 'publicNetwork'; readonly networks: readonly string[] }
  | { readonly kind: 'firewallUnknown' };

export type Finding =
  | { readonly kind: 'skipped'; readonly why: SkipReason }
  // Listening.
  | { readonly kind: 'listens'; readonly port: number }
  | { readonly kind: 'relayOff' | 'relayStarting' }
  | { readonly kind: 'relayProblem'; readonly problem: Problem }
  | { readonly kind: 'doesNotListen'; readonly port: number; readonly why: NoAnswer }
  // The network. `vpn` names the adapters of one that is on.
  | { readonly kind: 'onNetwork'; readonly hosts: readonly string[]; readonly vpn: readonly string[] }
  | { readonly kind: 'onlyVirtual'; readonly adapters: readonly string[] }
  | { readonly kind: 'noNetwork' }
  // Reachable, from this computer over its own addresses.
  | { readonly kind: 'answersAt'; readonly hosts: readonly string[] }
  | { readonly kind: 'silentAt'; readonly silent: readonly SilentHost[]; readonly answers: readonly string[] }
  // Reachable, from a device.
  | { readonly kind: 'badAddress' }
  | { readonly kind: 'answers'; readonly url: string }
  /** It answers at `url`, and not at what was typed. */
  | { readonly kind: 'answersElsewhere'; readonly url: string }
  | { readonly kind: 'noAnswer'; readonly url: string; readonly why: NoAnswer }
  // Login.
  | { readonly kind: 'letsIn'; readonly wrongTried: boolean }
  | { readonly kind: 'turnsAway' | 'letsAnybodyIn' | 'passwordLocked' }
  | { readonly kind: 'hasToWait'; readonly seconds: number }
  | { readonly kind: 'loginFailed'; readonly why: NoAnswer }
  // The echo between two devices of the doctor's own.
  | { readonly kind: 'talk' }
  | { readonly kind: 'keyRefused'; readonly message: string }
  | { readonly kind: 'doNotTalk'; readonly why: EchoProblem }
  // Advertising.
  | { readonly kind: 'seen'; readonly name: string }
  | { readonly kind: 'notSeen'; readonly name: string }
  | {
      readonly kind: 'seenOtherwise';
      readonly name: string;
      readonly differs: readonly AdvertisementMismatch[];
    }
  | { readonly kind: 'notAdvertised'; readonly trouble: AdvertiseProblem }
  | { readonly kind: 'cannotLook'; readonly code: string }
  /** Found from a device. */
  | { readonly kind: 'found'; readonly name: string; readonly url: string }
  | { readonly kind: 'foundNone' }
  | {
      readonly kind: 'foundSeveral';
      readonly relays: readonly { readonly id: string; readonly name: string }[];
    }
  // The certificate. `own` is one that this computer made; times are milliseconds since 1970.
  | { readonly kind: 'certificateValid'; readonly validUntil: number }
  | {
      readonly kind: 'certificateEnds' | 'certificateEnded';
      readonly validUntil: number;
      readonly own: boolean;
    }
  | { readonly kind: 'namesMissing'; readonly hosts: readonly string[]; readonly own: boolean }
  | { readonly kind: 'certificatePinned' | 'certificateTrusted' }
  /** Any would have been accepted; this is what it has. */
  | { readonly kind: 'certificateUnchecked'; readonly seen: string }
  | { readonly kind: 'certificateUntrusted'; readonly code: string; readonly seen: string | undefined }
  | { readonly kind: 'certificateDiffers'; readonly seen: string }
  | FirewallFinding
  | AccountsFinding
  | ClusterFinding;

/** What of an advertisement is not as it should be. */
export type AdvertisementMismatch = 'name' | 'port' | 'fingerprint';

/** They were not linked; nothing came through; something else came through; the connection was lost. */
export type EchoProblem = 'notLinked' | 'nothingCame' | 'changed' | 'lost';

export interface SilentHost {
  readonly host: string;
  readonly why: NoAnswer;
}

/** What a person can do about a finding. */
export type DoctorRemedy =
  | {
      readonly kind:
        | 'startRelay'
        | 'restartRelay'
        | 'overview'
        | 'settings'
        | 'newPassword'
        | 'newCertificate'
        | 'chooseCertificate'
        | 'allowInFirewall';
    }
  /** To be typed into a terminal. */
  | { readonly kind: 'commands'; readonly lines: readonly string[] };

export interface Check {
  readonly name: CheckName;
  readonly verdict: Verdict;
  readonly finding: Finding;
  /** How long it took, where that says something. */
  readonly ms: number | undefined;
  /** The likeliest first. */
  readonly remedies: readonly DoctorRemedy[];
}

export interface DoctorReport {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly checks: readonly Check[];
}

/** The doctor, as the window sees it. */
export interface DoctorView {
  readonly running: boolean;
  /** Of the last time in this run of the app. */
  readonly report: DoctorReport | undefined;
}

export const isProblem = ({ verdict }: Check): boolean => verdict === 'failed' || verdict === 'warning';

/** Why somebody did not get in. */
export type RejectionReason =
  | 'wrongPassword'
  | 'unreadablePassword'
  | 'noPassword'
  | 'tooManyWrong'
  | 'foreignPage'
  | 'wrongKey'
  | 'blockedDevice'
  | 'notLetIn'
  | 'tlsRefused'
  | 'malformed'
  | 'crowded';

/** Somebody who was turned away lately: one address, one reason. Times are milliseconds since 1970. */
export interface RejectedConnection {
  readonly from: string;
  readonly why: RejectionReason;
  readonly count: number;
  readonly last: number;
  /** Whether a device from this address was let in since. */
  readonly letInSince: boolean;
}
