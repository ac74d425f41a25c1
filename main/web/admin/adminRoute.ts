import type { AdminDone, AdminPage } from './adminPage';

/** Another page in place of this one, after something was done. */
export interface AdminWay {
  /** From the first page on. */
  readonly to: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly done: AdminDone;
}

/** A page at its path: what it shows, which changes nothing, and what its forms do. Undefined: there is no such thing. */
export interface AdminRoute {
  show(query: URLSearchParams): Promise<AdminPage | undefined>;
  submit?(form: URLSearchParams): Promise<AdminPage | AdminWay | undefined>;
}

export const isAdminWay = (outcome: AdminPage | AdminWay): outcome is AdminWay => 'to' in outcome;

/** A number that stands in an address or a form; undefined for what is none. */
export function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
