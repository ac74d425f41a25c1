import { createTexts } from './createTexts';
import messages from './languages/en.json' with { type: 'json' };
import { createTranslate } from './translate';

/** What is said in English; by itself, since the command line speaks nothing else. */
export const english = createTexts(createTranslate('en', messages, messages));
