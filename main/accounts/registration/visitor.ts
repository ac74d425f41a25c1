/** The languages that pages and mails are in. */
export type Language = 'en' | 'de';

/** Who asks for something about an account, before it is known whose they are. */
export interface Visitor {
  /** The address that the request came from, behind trusted proxies. */
  readonly from: string;
  readonly language: Language;
  /** Aborted once nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}
