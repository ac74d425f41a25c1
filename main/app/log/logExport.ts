import type { LogEntry } from '../../../preload/logEntry';
import { entryLine, type LogWording } from '../../texts';

/** So many lines are made before the relay has its turn again. */
const LINES_AT_ONCE = 2_000;

/** The log as plain text, one line an entry: time in UTC, level, whom it is about, and what happened. */
export async function exportText(entries: readonly LogEntry[], speech: LogWording): Promise<string> {
  const pieces: string[] = [];
  for (let i = 0; i < entries.length; i += LINES_AT_ONCE) {
    const lines = entries.slice(i, i + LINES_AT_ONCE).map((entry) => `${entryLine(entry, speech)}\n`);
    pieces.push(lines.join(''));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return pieces.join('');
}
