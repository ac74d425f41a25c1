import { createFormats, type Formats } from '../../main/texts/formats';
import { createTranslate, type Translate } from '../../main/texts/translate';
import type { Frame } from '../../main/web/pages/page';
import de from './texts/de.json' with { type: 'json' };
import en from './texts/en.json' with { type: 'json' };

/** The name of a message, as in the files of `texts/`. */
export type AccountText = keyof typeof en;

export type Say = Translate<AccountText>;

/** How texts and numbers are said in a language. */
export interface Words {
  readonly t: Say;
  readonly f: Formats;
}

/** What a view says its page with: what is around it, its texts, and how numbers are written. */
export interface Saying extends Words {
  readonly frame: Frame;
}

const SAYING = {
  en: { t: createTranslate<AccountText>('en', en, en), f: createFormats('en', 'en-GB') },
  de: { t: createTranslate<AccountText>('de', de, en), f: createFormats('de', 'de') },
};

export const wordsIn = (language: Frame['language']): Words => SAYING[language];

export const sayingFor = (frame: Frame): Saying => ({ frame, ...wordsIn(frame.language) });

/** The way from this page to another, by its path from /v1/ on. */
export const hrefOf = ({ root }: Frame, path: string): string => `${root}${path}` || './';
