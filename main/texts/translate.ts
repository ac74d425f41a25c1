import { IntlMessageFormat } from 'intl-messageformat';
import type english from './languages/en.json';

/** The name of a message, as in the files of `languages/`. */
export type MessageKey = keyof typeof english;

/** The messages of a language; those that are missing are said in English. */
export type Messages = Partial<Record<MessageKey, string>>;

/** The message in words, with its values in their places. */
export type Translate = (key: MessageKey, values?: Record<string, string | number | boolean>) => string;

/** `messages` are in ICU's MessageFormat. One that is missing, or that cannot be read, is taken from `fallback`. */
export function createTranslate(language: string, messages: Messages, fallback: Messages): Translate {
  const read = new Map<MessageKey, IntlMessageFormat>();

  function formatOf(key: MessageKey): IntlMessageFormat {
    const known = read.get(key);
    if (known) return known;
    const format = parsed(messages[key], language) ?? parsed(fallback[key], 'en');
    if (!format) throw new Error(`The message ${key} cannot be read.`);
    read.set(key, format);
    return format;
  }

  return (key, values) => {
    const text = messages[key] ?? fallback[key] ?? '';
    // Most are nothing but text.
    if (!/[{']/.test(text)) return text;
    return String(formatOf(key).format(values));
  };
}

function parsed(text: string | undefined, language: string): IntlMessageFormat | undefined {
  if (text === undefined) return undefined;
  try {
    return new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
  } catch {
    return undefined;
  }
}
