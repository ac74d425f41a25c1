import { printable, printableJson, printableLines } from '../texts/printable';

// All that a command says passes here, and so nothing that a relay, a certificate or the network has put into it reaches
// the terminal as anything else than text. (What `receive` writes is the person's own data, and stays as it is.)

/** Room for everything that is said in one sentence; a list of strangers' names could be longer. */
const MAX_SENTENCE = 2_000;

/** Says something to the person, on one line of standard error. */
export const printStatus = (sentence: string): void =>
  void process.stderr.write(`${printable(sentence, MAX_SENTENCE)}\n`);

/** Gives a result, on standard output; without the last line's end. */
export const print = (text: string): void => void process.stdout.write(`${printableLines(text)}\n`);

/** Gives a result to a program. */
export const printJson = (value: unknown): void => void process.stdout.write(`${printableJson(value)}\n`);

/** Asks the person at the terminal; false as well where there is none. */
export async function askYesNo(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${printable(question, MAX_SENTENCE)} [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
