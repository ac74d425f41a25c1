/**
 * The value of a key in a desktop entry's main group, its escapes undone (Desktop Entry Specification, "Basic
 * format of the file" and "Possible value types").
 */
export function entryValue(text: string, key: string): string | undefined {
  // Not `.`, which stops at U+2028 as well: only a line feed ends a line.
  const group = /^\[Desktop Entry\]\n((?:(?!\[)[^\n]*\n)*)/m.exec(text)?.[1] ?? '';
  const line = group.split('\n').find((candidate) => candidate.startsWith(`${key}=`));
  const escapes: Readonly<Record<string, string>> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' };
  return line?.slice(key.length + 1).replace(/\\(.)/g, (whole, letter) => escapes[letter] ?? whole);
}

/**
 * What a desktop starts for an `Exec` value: the program and its arguments (same specification, "The Exec key").
 * Field codes stand for files and addresses, of which there are none here.
 */
export function execArguments(exec: string): string[] {
  const word = /\s*(?:"((?:[^"\\`$]|\\["`$\\])*)"|([^\s"'\\><~|&;$*?#()`]+))(?=\s|$)/y;
  const words: string[] = [];
  while (word.lastIndex < exec.length) {
    const { lastIndex } = word;
    const found = word.exec(exec);
    if (!found) throw new Error(`not a valid Exec from ${lastIndex} on: ${exec}`);
    words.push(found[1]?.replace(/\\(.)/g, '$1') ?? found[2] ?? '');
  }
  return words.filter((text) => !/^%[fFuUick]$/.test(text)).map((text) => text.replaceAll('%%', '%'));
}
