import { createTexts, type Texts } from './createTexts';
import { english } from './english';
import de from './languages/de.json' with { type: 'json' };
import en from './languages/en.json' with { type: 'json' };
import es from './languages/es.json' with { type: 'json' };
import { createTranslate, type Messages } from './translate';

// Everything that the app says to a person, in every language that it speaks: the window, the tray, the dialogs and
// notifications take their sentences from here. The sentences themselves are in `languages`, a file for each language.

export { checksText, doctorReportText } from './doctorText';
export { createFormats, type Formats } from './formats';
export { entryLine, eventSentence, eventText, type LogWording, subjectOf, subjectText } from './logText';
export { printable } from './printable';
export { shortProblem } from './shortProblem';
export { systemProblem } from './systemProblem';
export { whyNotAdvertised } from './whyNotAdvertised';
export type { Texts };

/** A language that is added here is spoken by everything. */
const LANGUAGES: Readonly<Record<string, Messages>> = { en, de, es };

const made = new Map<string, Texts>([['en', english]]);

/** The texts in a language that the app speaks; in English for every other. */
export function textsFor(language: string): Texts {
  const known = made.get(language);
  if (known) return known;
  const texts = createTexts(createTranslate(language, LANGUAGES[language] ?? {}, en));
  made.set(language, texts);
  return texts;
}

/** The first of the person's languages (as `de-CH`, best first) that the app speaks; English when it speaks none. */
export function languageOf(preferred: readonly string[]): string {
  const spoken = preferred.map((tag) => tag.toLowerCase().split('-')[0] ?? '');
  return spoken.find((language) => Object.hasOwn(LANGUAGES, language)) ?? 'en';
}
