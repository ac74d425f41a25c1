import type { Language } from '../accounts/registration/visitor';

/** What a mail is made of. */
export type MailPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly code: string }
  /** `before` leads to it where its `label` cannot be clicked. */
  | { readonly kind: 'link'; readonly before: string; readonly label: string; readonly url: string };

/** Plain text: code and link on lines of their own. */
export const renderText = (parts: readonly MailPart[]): string =>
  `${parts.map(partText).join('\n\n')}\n\n-- \nBuckets Relay\n`;

function partText(part: MailPart): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return part.code;
    case 'link':
      return `${part.before}\n${part.url}`;
  }
}

// Colours are left to the mail program, which knows whether it is light or dark; a border of middle grey is seen on both.
const BODY =
  'margin:0;padding:24px;font-family:system-ui,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5';
const BOX = 'max-width:34em;margin:0 auto';
const CODE =
  'margin:24px 0;padding:12px 16px;border:1px solid #8a8a8a;border-radius:6px;font-family:ui-monospace,Consolas,Menlo,monospace;' +
  'font-size:20px;line-height:1.6;word-break:break-all;user-select:all;-webkit-user-select:all';
const LINK = 'color:inherit;font-weight:bold;text-decoration:underline';
const NAME = 'margin-top:32px;font-size:14px';

/** The same as a page that takes nothing from elsewhere. */
export const renderHtml = (
  language: Language,
  title: string,
  parts: readonly MailPart[],
): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
</head>
<body style="${BODY}">
<div style="${BOX}">
${parts.map(partHtml).join('\n')}
<p style="${NAME}">Buckets Relay</p>
</div>
</body>
</html>
`;

function partHtml(part: MailPart): string {
  switch (part.kind) {
    case 'text':
      return `<p>${escapeHtml(part.text)}</p>`;
    case 'code':
      return `<p style="${CODE}">${escapeHtml(part.code)}</p>`;
    case 'link':
      return `<p><a href="${escapeHtml(part.url)}" style="${LINK}">${escapeHtml(part.label)}</a></p>`;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
