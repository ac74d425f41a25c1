import { unreachable } from '../../lib/unreachable';
import type { MailTransport } from '../../mail/mailTransport';
import { parseSender, type Sender, senderText } from '../../mail/sender';
import { parseSmtpUrl, type SmtpServer } from '../../mail/smtpServer';
import { CommandError, EXIT_CODES } from '../commandError';
import type { MailSettings } from './mailSettings';

/** How mails leave: not at all, by a mail server, or by Postmark; `from` undefined: by whom Postmark's mails are from as a rule. */
export type MailWay =
  | { readonly kind: 'log' }
  | { readonly kind: 'smtp'; readonly server: SmtpServer; readonly from: Sender }
  | { readonly kind: 'postmark'; readonly key: string; readonly from: Sender | undefined };

/** Reads the settings. Throws a CommandError for what cannot be; no secret is in it. */
export function mailWayOf({ mailFrom, smtpUrl = '', postmarkApiKey = '' }: MailSettings): MailWay {
  const from = senderOf(mailFrom);
  const key = postmarkApiKey.trim();
  if (smtpUrl !== '' && key !== '')
    throw usage(
      'Mails go by a mail server (--smtp-url) or by Postmark (POSTMARK_API_KEY): give one of both.',
    );
  if (key !== '') {
    if (!/^[\w-]{1,200}$/.test(key))
      throw usage('The key for Postmark (POSTMARK_API_KEY) is none: it has letters, digits and - alone.');
    return { kind: 'postmark', key, from };
  }
  if (smtpUrl === '') return { kind: 'log' };
  const server = parseSmtpUrl(smtpUrl);
  if (!server)
    throw usage(
      'The address of the mail server (--smtp-url, RELAY_SMTP_URL) is none. It looks like smtps://USER:PASSWORD@smtp.example.org, or smtp://USER:PASSWORD@smtp.example.org:587; signs like @ and / in user name and password are written as %40 and %2F.',
    );
  if (!from)
    throw usage(
      'With a mail server, --mail-from (RELAY_MAIL_FROM) tells whom mails are from, as relay@example.org.',
    );
  return { kind: 'smtp', server, from };
}

function senderOf(text: string | undefined): Sender | undefined {
  if (text === undefined) return undefined;
  const sender = parseSender(text);
  if (sender) return sender;
  throw usage(
    'What --mail-from (RELAY_MAIL_FROM) tells is no sender. It looks like relay@example.org, or Our relay <relay@example.org>.',
  );
}

const usage = (sentence: string): CommandError => new CommandError(sentence, EXIT_CODES.usage);

/** What sends mails this way, which is loaded for it alone; into the log they go by `log`. */
export async function transportOf(way: MailWay, log: (text: string) => void): Promise<MailTransport> {
  switch (way.kind) {
    case 'log':
      return (await import('../../mail/logMail')).createLogTransport(log);
    case 'smtp':
      return (await import('../../mail/smtp')).createSmtpTransport(way);
    case 'postmark': {
      const { createPostmarkTransport, POSTMARK_FROM, POSTMARK_URL } = await import('../../mail/postmark');
      const from = way.from ? senderText(way.from) : POSTMARK_FROM;
      return createPostmarkTransport({ key: way.key, from, url: POSTMARK_URL });
    }
    default:
      return unreachable(way);
  }
}

/** What a way leads to, for a person. */
export const serverName = (way: Exclude<MailWay, { kind: 'log' }>): string =>
  way.kind === 'postmark' ? 'Postmark' : way.server.host;
