import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Whether somebody sits there who can be asked. */
export const hasTerminal = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/** Asks at the terminal for a line that does not appear there; undefined when the person did not want to give one. */
export async function askSecretly(question: string): Promise<string | undefined> {
  const output = new Writable({ write: (_text, _encoding, done) => done() });
  // The terminal's own echo ends here, and so before anybody is asked.
  const terminal = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  process.stderr.write(question);
  const left = once(terminal, 'close').then(() => undefined);
  // Ctrl+C is left to us; Ctrl+D rejects the question, or leaves it open, by the version of Node.
  terminal.on('SIGINT', () => terminal.close());
  const answer = await Promise.race([terminal.question('').catch(() => undefined), left]);
  terminal.close();
  process.stderr.write('\n');
  return answer;
}
