import type { Language } from '../../accounts/registration/visitor';
import type { DayOfTraffic, PageFile } from '../pages/page';

// All that the operator's routes and views say to each other, as for the pages: see pages/page.ts. Nothing of Node's is
// named here, and nothing that logs anybody in: of a password and a licence no more than whether there is one.

/** A user as the operator sees one. */
export interface ShownUser {
  readonly id: number;
  readonly email: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly verified: boolean;
  readonly blocked: boolean;
  readonly hasPassword: boolean;
  readonly hasLicence: boolean;
}

/** Bytes that came from devices (`sent`) and went to them. */
export interface ShownTraffic {
  /** An e-mail address, or an IP address. */
  readonly name: string;
  readonly sent: number;
  readonly received: number;
}

export interface ShownRefusals {
  readonly day: string;
  /** Empty for the rest of a day that has too many. */
  readonly address: string;
  readonly reason: string;
  readonly count: number;
}

export interface ShownMail {
  readonly id: number;
  readonly at: number;
  readonly kind: string;
  readonly to: string;
  /** `givenUp`: it waits for so long that whoever was to send it must be gone. */
  readonly state: 'waiting' | 'sent' | 'failed' | 'givenUp';
  readonly attempts: number;
  readonly problem: string | undefined;
}

/** The spans that can be looked at, in days, today the last of them. */
export const SPANS = [1, 7, 30, 90] as const;

export type Span = (typeof SPANS)[number];

/** What is done to a user by one button. */
export const USER_ACTIONS = ['block', 'unblock', 'verify', 'endSessions'] as const;

export type UserAction = (typeof USER_ACTIONS)[number];

/** What was done just now, told on the page that comes next. */
export const ADMIN_DONE = ['blocked', 'unblocked', 'verified', 'sessionsEnded', 'deleted'] as const;

export type AdminDone = (typeof ADMIN_DONE)[number];

/** What a page that is about nothing else says. */
export type AdminMessage =
  /** Whoever asks has not opened the address with the key. */
  'locked' | 'foreign' | 'stale' | 'unreadable' | 'tooLarge' | 'storeFailed' | 'wrongMethod' | 'notFound';

export type AdminPage =
  | {
      readonly kind: 'users';
      readonly all: number;
      readonly blocked: number;
      /** What the addresses hold that are shown; empty for all. */
      readonly part: string;
      readonly users: readonly ShownUser[];
      /** The number that the next ones come after; undefined: these are the last. */
      readonly next: number | undefined;
      readonly isFirst: boolean;
    }
  | {
      readonly kind: 'user';
      readonly user: ShownUser;
      /** Each of the last days, today the last. */
      readonly traffic: readonly DayOfTraffic[] | undefined;
    }
  | {
      readonly kind: 'delete';
      readonly user: ShownUser;
      /** The box was not ticked. */
      readonly isUnsure: boolean;
    }
  | {
      readonly kind: 'traffic';
      readonly span: Span;
      /** The largest first. */
      readonly users: readonly ShownTraffic[];
      readonly addresses: readonly ShownTraffic[];
    }
  | { readonly kind: 'logins'; readonly span: Span; readonly refusals: readonly ShownRefusals[] }
  | {
      readonly kind: 'mails';
      /** The newest first. */
      readonly mails: readonly ShownMail[];
      readonly next: number | undefined;
      readonly isFirst: boolean;
    }
  | { readonly kind: 'message'; readonly message: AdminMessage };

/** What all of them show around what is their own. */
export interface AdminFrame {
  readonly language: Language;
  /** The way to the first page, as links take it: empty, or `../`. */
  readonly root: string;
  /** The page's own way from there, with its query, for the other language. */
  readonly here: string;
  readonly done: AdminDone | undefined;
  /** What each form carries, to be told from one of a foreign page. */
  readonly token: string;
}

/** The operator's pages as they are built. */
export interface AdminViews {
  render(page: AdminPage, frame: AdminFrame): string;
  readonly files: readonly PageFile[];
}
