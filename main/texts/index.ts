import type { Language } from '../../preload/views';
import { de } from './de';
import { en, type Texts } from './en';

// Everything that the app says to a person, in every language that it speaks: the window, the tray, the dialogs and
// notifications take their sentences from here. English is the form that the others have to fill.

export { checksText, doctorReportText } from './doctorText';
export { createFormats, type Formats } from './formats';
export { entryLine, eventSentence, eventText, type LogSpeech, subjectOf, subjectText } from './logText';
export { printable } from './printable';
export { shortProblem } from './shortProblem';
export { systemTrouble } from './systemTrouble';
export { whyNotAdvertised } from './whyNotAdvertised';
export type { Texts };

const CATALOGUE: Record<Language, Texts> = { en, de };

export const textsFor = (language: Language): Texts => CATALOGUE[language];

/** The first of the person's languages (as `de-CH`, best first) that the app speaks; English when it speaks none. */
export function languageOf(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const [language] = tag.toLowerCase().split('-');
    if (language === 'de' || language === 'en') return language;
  }
  return 'en';
}
