import { IntlMessageFormat } from 'intl-messageformat';
import type english from './languages/en.json';

/** The name of a message, as in the files of `languages/`. */
export type MessageKey = keyof typeof english;

/** The messages of a language; those that are missing are said in English. */
export type Messages<K extends string = MessageKey> = Partial<Record<K, string>>;

/** The message in words, with its values in their places. */
export type Translate<K extends string = MessageKey> = (
  key: K,
  values?: Record<string, string | number | boolean>,
) => string;

/**
 * `messages` are in ICU's MessageFormat. One that is missing or empty, as translators' tools leave it, or that cannot be
 * said with its values, is taken from `fallback`.
 */
export function createTranslate<K extends string>(
  language: string,
  messages: Messages<K>,
  fallback: Messages<K>,
): Translate<K> {
  const own = createFormats(language, messages);
  const english = createFormats('en', fallback);
  return (key, values) => {
    const text = messages[key] || (fallback[key] ?? '');
    // Most are nothing but text.
    if (!/[{']/.test(text)) return text;
    return own(key, values) ?? english(key, values) ?? text;
  };
}

type Say<K extends string> = (key: K, values: Parameters<Translate>[1]) => string | undefined;

/** Says messages that are read once; undefined for one that is not there, or is wrong. */
function createFormats<K extends string>(language: string, messages: Messages<K>): Say<K> {
  const read = new Map<K, IntlMessageFormat>();
  return (key, values) => {
    const text = messages[key];
    if (!text) return undefined;
    try {
      const format = read.get(key) ?? new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
      read.set(key, format);
      return String(format.format(values));
    } catch {
      return undefined;
    }
  };
}
