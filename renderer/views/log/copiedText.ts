import type { LogEntry } from '../../../preload/logEntry';
import type { LogModel } from './logModel';

/**
 * The newest of what is shown, as lines, oldest first, in at most `most` characters. Where some had to be left out, the
 * first line tells how many (`leftOut`).
 */
export function copiedText(
  shown: LogModel['shown'],
  lineOf: (entry: LogEntry) => string,
  leftOut: (count: number) => string,
  most: number,
): string {
  const lines: string[] = [];
  let room = most - leftOut(shown.length).length - 1;
  let i = shown.length - 1;
  for (; i >= 0; i--) {
    const line = lineOf(shown.at(i) as LogEntry);
    room -= line.length + 1;
    if (room < 0) break;
    lines.push(line);
  }
  if (i >= 0) lines.push(leftOut(i + 1));
  return lines
    .reverse()
    .map((line) => `${line}\n`)
    .join('');
}
