/**
 * Control and format characters (those that turn the reading direction too), line ends, and halves of a character. The
 * two joiners stay: emoji and some scripts are written with them.
 */
const UNPRINTABLE = /(?:(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}])+/gu;

/** Such as JSON lets stand in its strings; the ends of its own lines are none of them. */
const UNPRINTABLE_IN_JSON = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The most characters of a text that may come from a stranger, as a code of its TLS library. */
export const MAX_PRINTED = 240;

/** The text as part of one line: nothing in it moves the cursor, ends the line or colours a terminal; and it ends. */
export function printable(text: string, most = MAX_PRINTED): string {
  // Cut first, so that a text of megabytes costs nothing; where it splits a character, the half goes below.
  const cut = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return cut.replace(UNPRINTABLE, ' ').trim();
}

/** The same of several lines, whose ends and indents stay. */
export const printableLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replace(UNPRINTABLE, ' '))
    .join('\n');

/** The value as JSON in which such characters stand as `\uXXXX`: the same to a program, and harmless to a terminal. */
export const printableJson = (value: unknown, indent = 2): string =>
  JSON.stringify(value, null, indent).replace(UNPRINTABLE_IN_JSON, (character) =>
    Array.from({ length: character.length }, (_, i) => {
      const unit = character.charCodeAt(i).toString(16).padStart(4, '0');
      return `\\u${unit}`;
    }).join(''),
  );
