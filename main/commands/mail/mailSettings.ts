import { Option } from 'commander';

/** What `server`, and the commands about its mails, are told of these. */
export interface MailSettings {
  readonly mailFrom?: string;
  readonly smtpUrl?: string;
  readonly postmarkApiKey?: string;
}

export const mailSettingOptions = (): Option[] => [
  new Option('--mail-from <address>', 'whom mails to users are from, as "Our relay <relay@example.org>"').env(
    'RELAY_MAIL_FROM',
  ),
  new Option(
    '--smtp-url <url>',
    'the mail server that sends them, smtps://USER:PASSWORD@HOST, or smtp: for STARTTLS; none: they are written into the log',
  ).env('RELAY_SMTP_URL'),
  new Option('--postmark-api-key <key>', 'send them by Postmark, with this server token').env(
    'POSTMARK_API_KEY',
  ),
];
