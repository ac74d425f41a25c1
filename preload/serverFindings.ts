// What the doctor finds about the accounts of many users, and about a node of several.

/** What was found about the accounts of a relay with many users. Bytes are those that are free on the disk. */
export type AccountsFinding =
  | { readonly kind: 'packagesThere' }
  | { readonly kind: 'packagesMissing'; readonly names: readonly string[] }
  | { readonly kind: 'databaseSound'; readonly path: string; readonly users: number }
  /** The relay makes its tables, or brings it to its own form, when it starts. */
  | { readonly kind: 'databaseEmpty' | 'databaseOlder'; readonly path: string }
  | {
      readonly kind: 'databaseFails';
      readonly path: string;
      readonly why: DatabaseTrouble;
      /** A sentence. */
      readonly detail: string;
    }
  | { readonly kind: 'diskRoom' | 'diskLow' | 'diskFull'; readonly bytes: number }
  | { readonly kind: 'diskUnknown' }
  /** `licenceKeyPrivate`: one by which licences could be made. */
  | { readonly kind: 'licenceKeyGood' | 'licenceKeyBad' | 'licenceKeyPrivate' }
  /** The mail server lets the relay in. */
  | { readonly kind: 'mailReady'; readonly server: string }
  | {
      readonly kind: 'mailFails';
      readonly server: string;
      readonly trouble: MailTrouble;
      /** The server's words or a code; empty where there are none. */
      readonly detail: string;
    }
  /** `detail`: a sentence. */
  | { readonly kind: 'mailSettingsBad'; readonly detail: string };

/** What was found about a relay of several nodes. `name` is the cluster's, `server` one of NATS, as HOST:PORT. */
export type ClusterFinding =
  | { readonly kind: 'natsReady'; readonly server: string; readonly encrypted: boolean }
  | {
      readonly kind: 'natsFails';
      readonly server: string;
      readonly trouble: NatsTrouble;
      /** The server's words or a code; empty where there are none. */
      readonly detail: string;
    }
  /** `detail`: a sentence. */
  | { readonly kind: 'clusterSettingsBad'; readonly detail: string }
  | { readonly kind: 'natsRightsThere' }
  /** Subjects on which nothing may be said, and on which nothing may be heard. */
  | {
      readonly kind: 'natsRightsMissing';
      readonly name: string;
      readonly publish: readonly string[];
      readonly subscribe: readonly string[];
    }
  | { readonly kind: 'nodesHeard'; readonly ids: readonly string[] }
  | { readonly kind: 'nodesNone'; readonly name: string }
  | { readonly kind: 'clocksAgree' }
  | { readonly kind: 'clocksDiffer'; readonly nodes: readonly NodeClock[] };

export interface NodeClock {
  readonly id: string;
  /** How far it is ahead of this computer's; behind it where that is negative. */
  readonly seconds: number;
}

/** What keeps a node from using a NATS. */
export type NatsTrouble =
  | 'nameUnknown'
  | 'noConnection'
  | 'timedOut'
  | 'certificate'
  | 'notEncrypted'
  | 'loginRefused'
  | 'shortMessages'
  | 'refused';

/** What keeps a mail server from taking mails. */
export type MailTrouble =
  | 'nameUnknown'
  | 'noConnection'
  | 'timedOut'
  | 'certificate'
  | 'notEncrypted'
  | 'loginRefused'
  | 'senderRefused'
  | 'recipientRefused'
  | 'refused';

export type DatabaseTrouble =
  | 'busy'
  | 'full'
  | 'readOnly'
  | 'unreachable'
  | 'notADatabase'
  | 'newerVersion'
  | 'corrupt'
  | 'missing';
