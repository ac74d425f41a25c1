import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { AccountMail } from '../../../main/accounts/registration/accountMail';
import { newCode } from '../../../main/accounts/registration/code';
import type { Email } from '../../../main/accounts/user';
import { composeMail, composeTestMail } from '../../../main/mail/composeMail';
import de from '../../../main/mail/texts/de.json' with { type: 'json' };
import en from '../../../main/mail/texts/en.json' with { type: 'json' };

const to = 'anna+buckets@example.org' as Email;
const code = newCode();
const publicUrl = 'https://relay.example.org/buckets';

const mails = (['en', 'de'] as const).flatMap((language): AccountMail[] => [
  ...(['verification', 'reset', 'newAddress'] as const).map((kind) => ({ kind, to, language, code })),
  { kind: 'registeredAlready', to, language },
  { kind: 'addressChanged', to, language, newAddress: 'anna@other.example' as Email },
]);

test('the subjects that deployed clients know', () => {
  const subjectOf = (kind: 'verification' | 'reset') =>
    composeMail({ kind, to, language: 'en', code }, {}).subject;
  expect(subjectOf('verification')).toBe('Buckets Relay - Email Verification');
  expect(subjectOf('reset')).toBe('Buckets Relay - Password Reset');
});

for (const mail of mails) {
  for (const place of [{}, { publicUrl }])
    test(`${mail.kind} in ${mail.language}, ${'publicUrl' in place ? 'with' : 'without'} pages`, () => {
      const { subject, text, html } = composeMail(mail, place);
      expect(subject).toMatch(/^Buckets Relay - \S/);
      expect(html).toContain(`<html lang="${mail.language}">`);
      expect(html).toContain(`<title>${subject}</title>`);
      for (const said of [text, html]) expect(said).not.toMatch(/undefined|\{\w|\[object/);
      const lines = text.split('\n');
      expect(lines.filter((line) => line === code)).toHaveLength('code' in mail ? 1 : 0);
      expect(html.includes(`>${code}</p>`)).toBe('code' in mail);
      expect(text.includes('60')).toBe('code' in mail);
      const links = text.match(/https?:\S+/g) ?? [];
      expect(links).toHaveLength('publicUrl' in place && mail.kind !== 'addressChanged' ? 1 : 0);
      // Nothing is fetched, and nothing is run.
      expect(html).not.toMatch(/<(img|link|script|iframe|form)|src=|url\(|@import/i);
    });
}

test('links fill in the code, whatever signs an address has', () => {
  const linkOf = (mail: AccountMail) => /https?:\S+/.exec(composeMail(mail, { publicUrl }).text)?.[0];
  const language = 'en';
  expect(linkOf({ kind: 'verification', to, language, code })).toBe(
    `${publicUrl}/v1/verify?email=anna%2Bbuckets%40example.org&code=${code}`,
  );
  expect(linkOf({ kind: 'reset', to, language, code })).toBe(
    `${publicUrl}/v1/reset?email=anna%2Bbuckets%40example.org&code=${code}`,
  );
  expect(linkOf({ kind: 'newAddress', to, language, code })).toBe(
    `${publicUrl}/v1/account/address?code=${code}`,
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const link = linkOf({ kind: 'verification', to: text as Email, language, code }) ?? '';
      expect(new URL(link).searchParams.get('email')).toBe(text);
    }),
  );
});

test('an address is no mark-up, and no message', () => {
  const newAddress = '<b>"{x}"&\'@example.org' as Email;
  const { text, html } = composeMail({ kind: 'addressChanged', to, language: 'de', newAddress }, {});
  expect(text).toContain(newAddress);
  expect(html).toContain('&lt;b&gt;&quot;{x}&quot;&amp;&#39;@example.org');
});

test('German says all that English does, with the same values', () => {
  const valuesOf = (texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text.match(/\{\w+/g)]));
  expect(valuesOf(de)).toEqual(valuesOf(en));
  expect(composeTestMail().subject).toBe('Buckets Relay - Test');
});
