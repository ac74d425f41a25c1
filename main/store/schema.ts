import type { Generated } from 'kysely';

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
  readonly kind: 'verification' | 'reset';
  readonly digest: string;
  readonly expires: number;
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
  readonly imports: ImportsTable;
}
