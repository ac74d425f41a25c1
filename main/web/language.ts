import type { Language } from '../accounts/registration/visitor';

/** What is looked at of the header, which a stranger writes: characters, and languages. */
const MOST_CHARACTERS = 1_000;
const MOST_LANGUAGES = 32;

const KNOWN: Readonly<Record<string, Language>> = { '*': 'en', en: 'en', de: 'de' };

/** The language of ours that an Accept-Language header likes best (RFC 9110 section 12.5.4); of equal ones the first. */
export function preferredLanguage(header: string | undefined): Language {
  let best: Language = 'en';
  let bestQuality = 0;
  for (const entry of (header ?? '').slice(0, MOST_CHARACTERS).split(',').slice(0, MOST_LANGUAGES)) {
    const [, tag = '', quality = '1'] =
      /^\s*([a-z]{1,8}|\*)(?:-[a-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$/i.exec(entry) ?? [];
    const language = KNOWN[tag.toLowerCase()];
    if (!language || Number(quality) <= bestQuality) continue;
    best = language;
    bestQuality = Number(quality);
  }
  return best;
}
