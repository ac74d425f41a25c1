/** Any text as roff shows it: a hyphen that can be copied as a minus, and nothing taken for a request or an escape. */
export const escaped = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\\-'`^~]|[^\x20-\x7e]/gu, (char) => SPECIAL[char] ?? unicode(char))
    // Only at a line's start does a dot mean something; an apostrophe there is written otherwise by now.
    .replace(/^\./, '\\&.');

export const bold = (text: string): string => `\\fB${escaped(text)}\\fR`;
export const italic = (text: string): string => `\\fI${escaped(text)}\\fR`;

/** Several paragraphs; what is indented stays as it is, line by line. */
export function paragraphs(text: string): string[] {
  const blocks = text.split('\n').map((line) => (line.startsWith(' ') ? { verbatim: line } : line));
  const lines: string[] = [];
  let inside = false;
  for (const block of blocks) {
    const verbatim = typeof block !== 'string';
    if (verbatim !== inside) lines.push(verbatim ? '.PP\n.nf' : '.fi');
    inside = verbatim;
    if (verbatim) lines.push(verbatimLine(block.verbatim));
    else if (block.trim() !== '') lines.push('.PP', escaped(block));
  }
  return inside ? [...lines, '.fi'] : lines;
}

/** Lines that are shown as they are. */
export const verbatim = (lines: readonly string[]): string[] => [
  '.nf',
  '.RS 4',
  ...lines.map(verbatimLine),
  '.RE',
  '.fi',
];

/** Spaces stay, and the line's start means nothing. */
const verbatimLine = (line: string): string => line.split(/( +)/).map(spacesOrText).join('');

const spacesOrText = (part: string): string => (/^ +$/.test(part) ? part : escaped(part));

/** A term and what it means. */
export const item = (term: string, meaning: string): string[] => ['.TP', term, escaped(meaning)];

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
};

const unicode = (char: string): string =>
  `\\[u${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
