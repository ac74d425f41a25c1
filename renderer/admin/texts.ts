import { createFormats, type Formats } from '../../main/texts/formats';
import { createTranslate, type Translate } from '../../main/texts/translate';
import type { AdminFrame } from '../../main/web/admin/adminPage';
import de from './texts/de.json' with { type: 'json' };
import en from './texts/en.json' with { type: 'json' };

/** The name of a message, as in the files of `texts/`. */
export type AdminText = keyof typeof en;

/** What a view says its page with: what is around it, its texts, and how numbers are written. */
export interface AdminSaying {
  readonly frame: AdminFrame;
  readonly t: Translate<AdminText>;
  readonly f: Formats;
}

const SAYING = {
  en: { t: createTranslate<AdminText>('en', en, en), f: createFormats('en', 'en-GB') },
  de: { t: createTranslate<AdminText>('de', de, en), f: createFormats('de', 'de') },
};

export const adminSayingFor = (frame: AdminFrame): AdminSaying => ({ frame, ...SAYING[frame.language] });

/** The way from this page to another, by its path from the first one on. */
export const adminHref = (
  { root }: AdminFrame,
  path: string,
  query: Readonly<Record<string, string>> = {},
): string => {
  const pairs = new URLSearchParams(query);
  return `${root}${path}${pairs.size > 0 ? `?${pairs}` : ''}` || './';
};
