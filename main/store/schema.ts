import type { Generated } from 'kysely';
import type { CodeKind } from '../accounts/registration/code';
import type { MailState } from '../accounts/registration/registrationStores';

// The tables as Kysely knows them. Times are milliseconds since 1970, flags 0 and 1, so that every engine has them alike.

export interface UsersTable {
  readonly id: Generated<number>;
  readonly created: number;
  readonly email: string;
  readonly password_hash: string;
  readonly verified: number;
  readonly blocked: number;
  readonly licence: string | null;
}

export interface DisabledLicencesTable {
  readonly licence: string;
}

/** No key of another table: that a user is gone is told here too. */
export interface ChangesTable {
  readonly seq: Generated<number>;
  readonly user_id: number;
  readonly kind: string;
  readonly at: number;
}

export interface UserTrafficTable {
  readonly day: string;
  readonly user_id: number;
  readonly sent: number;
  readonly received: number;
}

export interface AddressTrafficTable {
  readonly day: string;
  readonly address: string;
  readonly sent: number;
  readonly received: number;
}

/** What a mail carried, as its SHA-256 in hex digits: who reads the database cannot use it. */
export interface CodesTable {
  readonly id: Generated<number>;
  readonly user_id: number;
  readonly kind: CodeKind;
  readonly digest: string;
  readonly expires: number;
  /** Where the account moves to, for 'address'. */
  readonly email: string | null;
}

/** Who is logged in to the pages; the newest have the highest numbers. */
export interface SessionsTable {
  readonly id: Generated<number>;
  readonly digest: string;
  readonly user_id: number;
  readonly expires: number;
}

export interface InvitesTable {
  readonly id: Generated<number>;
  readonly digest: string;
  readonly created: number;
  readonly expires: number;
  readonly uses: number;
  readonly note: string;
}

/** No key of another table: it goes to addresses that have no user any more, too. */
export interface MailsTable {
  readonly id: Generated<number>;
  readonly at: number;
  readonly kind: string;
  readonly recipient: string;
  readonly state: MailState;
  readonly attempts: number;
  readonly problem: string | null;
}

export interface LoginRefusalsTable {
  readonly day: string;
  readonly address: string;
  readonly reason: string;
  readonly count: number;
}

/** One row, where the accounts of another program were taken over. */
export interface ImportsTable {
  readonly source: string;
  readonly at: number;
}

export interface Tables {
  readonly users: UsersTable;
  readonly disabled_licences: DisabledLicencesTable;
  readonly changes: ChangesTable;
  readonly user_traffic: UserTrafficTable;
  readonly address_traffic: AddressTrafficTable;
  readonly codes: CodesTable;
  readonly sessions: SessionsTable;
  readonly invites: InvitesTable;
  readonly mails: MailsTable;
  readonly login_refusals: LoginRefusalsTable;
  readonly imports: ImportsTable;
}
