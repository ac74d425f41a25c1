import type { Result } from '../lib/result';
import type { MailAddress } from './mailAddress';

/** A mail as it reads. */
export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface OutgoingMail extends MailContent {
  readonly to: MailAddress;
}

/** What kept a mail from being taken, by what can be done about it. */
export type MailTrouble =
  /** The server's name has no address; it cannot be reached, or the connection was lost; it took too long. */
  | 'nameUnknown'
  | 'noConnection'
  | 'timedOut'
  /** Its certificate is not trusted; it does not encrypt. */
  | 'certificate'
  | 'notEncrypted'
  | 'loginRefused'
  | 'senderRefused'
  | 'recipientRefused'
  /** Anything else that the server said. */
  | 'refused';

/** `temporary`: it may go well later. `detail`: one line of at most 200 characters, the server's words or a code. */
export interface MailProblem {
  readonly kind: 'temporary' | 'permanent';
  readonly trouble: MailTrouble;
  readonly detail: string;
}

/** A way for mails to leave. What it promises never rejects. */
export interface MailTransport {
  /** Hands a mail to the server; `ok` with what that said once it has taken it. Aborted, it is over at once. */
  send(mail: OutgoingMail, signal: AbortSignal): Promise<Result<string, MailProblem>>;
  /** Connects and logs in, and sends nothing; gives up by itself. */
  check(): Promise<Result<void, MailProblem>>;
}
