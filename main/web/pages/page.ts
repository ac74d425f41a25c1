import type { Language } from '../../accounts/registration/visitor';

// All that the routes and the views say to each other. The routes know what is so, the views (`renderer/account`) how it is
// said: they are functions from this to markup, without a clock, a database or a request. So nothing of Node's is named here.

/** The names of what is typed into the forms. */
export const FIELDS = ['email', 'password', 'newPassword', 'code', 'invite', 'sure'] as const;

export type FieldName = (typeof FIELDS)[number];

/** Why something was not done, and which field it is about, if it is about one. */
export interface FormProblem {
  readonly field?: FieldName;
  readonly kind: ProblemKind;
  /** After so many milliseconds it may be tried again. */
  readonly ms?: number;
}

export type ProblemKind =
  | 'missing'
  | 'exists'
  | 'noAccount'
  | 'wrongCode'
  | 'mailFailed'
  | 'notAnAddress'
  | 'passwordLength'
  | 'closed'
  | 'inviteNeeded'
  | 'domainRefused'
  | 'throttled'
  | 'busy'
  | 'storeFailed'
  | 'refused'
  | 'wrongPassword'
  | 'noPassword'
  /** The form is too old, or the browser keeps no cookies. */
  | 'stale';

/** What a form shows: what was typed before (never a password), and what was wrong with it. */
export interface FormState {
  readonly values: Partial<Readonly<Record<'email' | 'code' | 'invite' | 'next', string>>>;
  readonly problems: readonly FormProblem[];
}

/** What was done just now, told on the page that comes next. */
export const DONE = [
  'registered',
  'registeredUnmailed',
  'codeSent',
  'verified',
  'resetSent',
  'passwordSet',
  'passwordChanged',
  'addressSent',
  'addressChanged',
  'loggedOut',
  'deleted',
] as const;

export type Done = (typeof DONE)[number];

/** A device that is connected now. */
export interface ConnectedDevice {
  /** Its key as it is shown, shortened. */
  readonly name: string;
  /** For how long it has been, in milliseconds. */
  readonly ms: number;
}

/** Bytes that came from devices (`sent`) and went to them on a day in UTC, as `2026-11-28`. */
export interface DayOfTraffic {
  readonly day: string;
  readonly sent: number;
  readonly received: number;
}

export type Page =
  | { readonly kind: 'home'; readonly address: string }
  | { readonly kind: 'register' | 'login' | 'resend' | 'forgot' | 'reset'; readonly form: FormState }
  | { readonly kind: 'verify'; readonly form: FormState }
  | {
      readonly kind: 'account';
      /** Where devices connect. */
      readonly address: string;
      readonly devices: readonly ConnectedDevice[];
      /** Each of the last days, today the last. Undefined: it cannot be told just now. */
      readonly traffic: readonly DayOfTraffic[] | undefined;
    }
  | { readonly kind: 'pair'; readonly form: FormState }
  | {
      readonly kind: 'pairing';
      readonly address: string /** What the pairing code says. */;
      readonly text: string;
    }
  | { readonly kind: 'password' | 'address' | 'confirmAddress' | 'delete'; readonly form: FormState }
  | { readonly kind: 'message'; readonly message: MessageKind };

/** What a page that is about nothing else says. */
export type MessageKind = 'foreign' | 'unreadable' | 'tooLarge' | 'storeFailed' | 'wrongMethod';

/** What all pages show around what is their own. */
export interface Frame {
  readonly language: Language;
  /** The way from this page to /v1/, as links take it: empty, or `../`. Whatever a proxy puts before it stays. */
  readonly root: string;
  /** The page's own way from /v1/, with its query, for the other language. */
  readonly here: string;
  /** Who can make an account. */
  readonly mode: 'open' | 'invite' | 'closed';
  readonly privateAccounts: boolean;
  /** Whose account it is, for whom is logged in. */
  readonly email: string | undefined;
  readonly done: Done | undefined;
  /** What each form carries, to be told from one of a foreign page. */
  readonly token: string;
}

/** A file of the pages' own, under a name that changes with what is in it. */
export interface PageFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** The pages as they are built: what makes a whole document of a page, and the files that it names. */
export interface Views {
  render(page: Page, frame: Frame): string;
  readonly files: readonly PageFile[];
}
