import type { Language } from '../accounts/registration/visitor';

/** More than these of a browser's languages are not looked at. */
const MOST = 20;

/** The language that an Accept-Language header asks for: English, unless German is preferred to it. */
export function languageOf(header: string | undefined): Language {
  const wanted = (header ?? '').split(',', MOST).map((part) => {
    const [tag = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const quality = parameters.find((text) => text.startsWith('q='))?.slice(2);
    return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
  });
  const qualityOf = (language: Language): number =>
    Math.max(0, ...wanted.filter((one) => one.language === language && one.quality > 0).map(({ quality }) => quality));
  const first = wanted.find(({ language }) => language === 'en' || language === 'de')?.language;
  const [en, de] = [qualityOf('en'), qualityOf('de')];
  return de > en || (de === en && de > 0 && first === 'de') ? 'de' : 'en';
}
