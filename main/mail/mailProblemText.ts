import type { MailProblem, MailTrouble } from './mailTransport';

const WORDS: Readonly<Record<MailTrouble, string>> = {
  nameUnknown: 'the name of the mail server has no address',
  noConnection: 'the mail server cannot be reached',
  timedOut: 'the mail server took too long',
  certificate: 'the certificate of the mail server is not trusted',
  notEncrypted: 'the mail server does not encrypt',
  loginRefused: 'the mail server refused the login',
  senderRefused: 'the mail server refused the sender',
  recipientRefused: 'the mail server refused the recipient',
  refused: 'the mail server refused the mail',
};

/** A problem in a few words, for the operator's log and list; what to do about it, the doctor says. */
export const mailProblemText = ({ trouble, detail }: MailProblem): string =>
  detail === '' ? WORDS[trouble] : `${WORDS[trouble]} (${detail})`;
