/** A part of a text: `hit` where it is what was looked for. */
export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** The text in pieces, with every place where `words` occur, in any case. Together they are the text again. */
export function highlightMatches(text: string, words: string): readonly Piece[] {
  const low = text.toLowerCase();
  // A few letters have lower cases of another length: then places in one are not places in the other.
  if (words === '' || low.length !== text.length) return [{ text, hit: false }];
  const pieces: Piece[] = [];
  let at = 0;
  for (let found = low.indexOf(words); found >= 0; found = low.indexOf(words, at)) {
    if (found > at) pieces.push({ text: text.slice(at, found), hit: false });
    at = found + words.length;
    pieces.push({ text: text.slice(found, at), hit: true });
  }
  if (at < text.length) pieces.push({ text: text.slice(at), hit: false });
  return pieces;
}
