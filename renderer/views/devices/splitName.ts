/** How many characters at the end stay to be seen when a name is too long for its row, */
const TAIL = 8;
/** and at the beginning when it is too long for a sentence. */
const HEAD = 12;
/** Names up to so many characters are shown whole wherever the window is: shortened they would be no shorter. */
const WHOLE = HEAD + '…'.length + TAIL;

const segmenter = new Intl.Segmenter();

/** What a reader takes for characters: an emoji of several code points is one. */
const charactersOf = (text: string) => [...segmenter.segment(text)].map(({ segment }) => segment);

/** A long name in two, so that it can be shortened in its middle; a short one has no tail. */
export function splitName(name: string): { head: string; tail: string } {
  const characters = charactersOf(name);
  if (characters.length <= WHOLE) return { head: name, tail: '' };
  return { head: characters.slice(0, -TAIL).join(''), tail: characters.slice(-TAIL).join('') };
}

/** A long name within a sentence: how it begins and how it ends. */
export function shortenName(name: string): string {
  const { head, tail } = splitName(name);
  if (tail === '') return name;
  return `${charactersOf(head).slice(0, HEAD).join('').trimEnd()}…${tail.trimStart()}`;
}
