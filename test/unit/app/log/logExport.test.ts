import { expect, test } from '@playwright/test';
import { exportText } from '../../../../main/app/log/logExport';
import { createFormats, textsFor } from '../../../../main/texts';
import type { LogEntry } from '../../../../preload/logEntry';

test('an export has a line for each entry, in order', async () => {
  const entries: LogEntry[] = Array.from({ length: 5_001 }, (_, seq) => ({
    seq,
    at: 1_795_000_000_000 + seq,
    level: 'detail',
    event: { kind: 'opened', conn: seq, from: '192.168.1.40' },
  }));
  const speech = { t: textsFor('de'), f: createFormats('de', 'de'), nameOf: () => undefined };
  const lines = (await exportText(entries, speech)).split('\n');
  expect(lines[0]).toBe('2026-11-18T11:06:40.000Z detail  192.168.1.40: Verbindung 0 geöffnet');
  expect(lines.slice(0, -1).map((line) => Number(/Verbindung (\d+)/.exec(line)?.[1]))).toEqual(
    entries.map(({ seq }) => seq),
  );
  expect(lines.at(-1)).toBe('');
});

test('an empty log is an empty file', async () => {
  const speech = { t: textsFor('en'), f: createFormats('en', 'en'), nameOf: () => undefined };
  expect(await exportText([], speech)).toBe('');
});
