import { z } from 'zod';
import type { MailProblem, MailTrouble } from './mailTransport';

/** What nodemailer tells of a failure; whatever else came is a fault of the connection. */
const FAILURE = z.object({
  /** nodemailer's own kind, as `EAUTH`. */
  code: z.string().catch(''),
  /** The system's or OpenSSL's, as `ECONNREFUSED`. */
  originalCode: z.string().catch(''),
  /** What was under way, as `RCPT TO`. */
  command: z.string().catch(''),
  /** The server's words, and the number that they begin with. */
  response: z.string().catch(''),
  responseCode: z.number().catch(0),
  message: z.string().catch(''),
});

type Failure = z.infer<typeof FAILURE>;

/** Why a mail server did not take a mail. `detail` is as long as the server made it. */
export function smtpProblem(error: unknown): MailProblem {
  const failure = FAILURE.safeParse(error).data ?? FAILURE.parse({});
  const trouble = troubleOf(failure);
  return {
    kind: isPermanent(failure, trouble) ? 'permanent' : 'temporary',
    trouble,
    detail:
      failure.response || failure.originalCode || (isOwnWords(failure) ? failure.message : failure.code),
  };
}

function troubleOf({ code, originalCode, command, response, responseCode, message }: Failure): MailTrouble {
  if (code === 'ETIMEDOUT' || code === 'EABORT') return 'timedOut';
  if (code === 'EDNS') return 'nameUnknown';
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(originalCode)) return 'certificate';
  // OpenSSL was answered in something else than TLS.
  if (command === 'STARTTLS' || /WRONG_VERSION|PACKET_LENGTH/.test(`${originalCode} ${message}`))
    return 'notEncrypted';
  if (
    responseCode === 0 &&
    response === '' &&
    code !== 'EAUTH' &&
    code !== 'EENVELOPE' &&
    code !== 'EMESSAGE'
  )
    return 'noConnection';
  if (code === 'EAUTH' || responseCode === 530 || responseCode === 535) return 'loginRefused';
  if (command === 'MAIL FROM') return 'senderRefused';
  return command === 'RCPT TO' ? 'recipientRefused' : 'refused';
}

/**
 * 503 says that commands came in a wrong order, which another connection may not repeat. Where the server said nothing,
 * it is permanent if it cannot go otherwise with the same settings.
 */
function isPermanent({ code, responseCode }: Failure, trouble: MailTrouble): boolean {
  if (responseCode !== 0) return responseCode >= 500 && responseCode !== 503;
  return trouble === 'notEncrypted' || ['EAUTH', 'EENVELOPE', 'EMESSAGE'].includes(code);
}

/** A size that the server does not take, or a login that it does not know, is told by nodemailer alone. */
const isOwnWords = ({ code }: Failure): boolean => ['EAUTH', 'EMESSAGE'].includes(code);
