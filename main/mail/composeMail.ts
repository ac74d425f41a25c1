import type { AccountMail } from '../accounts/registration/accountMail';
import { CODE_MS } from '../accounts/registration/code';
import type { Language } from '../accounts/registration/visitor';
import { createTranslate, type Translate } from '../texts/translate';
import { type MailPart, renderHtml, renderText } from './mailParts';
import type { MailContent } from './mailTransport';
import de from './texts/de.json' with { type: 'json' };
import en from './texts/en.json' with { type: 'json' };

type Say = Translate<keyof typeof en>;

const SAY: Readonly<Record<Language, Say>> = {
  en: createTranslate('en', en, en),
  de: createTranslate<keyof typeof en>('de', de, en),
};

/** Where the relay's pages are, without a slash at the end, as `https://relay.example.org`; undefined: there are no links. */
export interface MailPlace {
  readonly publicUrl?: string;
}

/** How a mail about an account reads: as plain text, with the code on a line of its own, and as HTML. */
export function composeMail(mail: AccountMail, { publicUrl }: MailPlace): MailContent {
  const say = SAY[mail.language];
  const values = mail.kind === 'addressChanged' ? { newAddress: mail.newAddress } : {};
  const url = publicUrl === undefined ? undefined : linkOf(mail, publicUrl);
  const parts: MailPart[] = [{ kind: 'text', text: say(`${mail.kind}.what`, values) }];
  if ('code' in mail) parts.push({ kind: 'code', code: mail.code });
  if (url !== undefined && mail.kind !== 'addressChanged')
    parts.push({
      kind: 'link',
      before: say('code' in mail ? 'orLink' : 'page'),
      label: say(`${mail.kind}.link`),
      url,
    });
  if ('code' in mail) parts.push({ kind: 'text', text: say('life', { minutes: CODE_MS / 60_000 }) });
  parts.push({ kind: 'text', text: say(`${mail.kind}.otherwise`) });
  return content(mail.language, say(`${mail.kind}.subject`), parts);
}

/** A mail that says that mails can be sent. */
export const composeTestMail = (): MailContent =>
  content('en', SAY.en('test.subject'), [{ kind: 'text', text: SAY.en('test.what') }]);

const content = (language: Language, subject: string, parts: readonly MailPart[]): MailContent => ({
  subject,
  text: renderText(parts),
  html: renderHtml(language, subject, parts),
});

function linkOf(mail: AccountMail, publicUrl: string): string | undefined {
  switch (mail.kind) {
    case 'verification':
      return `${publicUrl}/v1/verify?email=${encodeURIComponent(mail.to)}&code=${encodeURIComponent(mail.code)}`;
    case 'reset':
      return `${publicUrl}/v1/reset?email=${encodeURIComponent(mail.to)}&code=${encodeURIComponent(mail.code)}`;
    case 'newAddress':
      return `${publicUrl}/v1/account/address?code=${encodeURIComponent(mail.code)}`;
    case 'registeredAlready':
      return `${publicUrl}/v1/`;
    case 'addressChanged':
      return undefined;
  }
}
