import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { levelOf } from '../../../main/app/log/logLevel';
import { createFormats, entryLine, eventSentence, eventText, printable, textsFor } from '../../../main/texts';
import type { LogEvent } from '../../../preload/logEntry';
import { hostileText, logEvents } from '../../helpers/logEvents';

const KITCHEN = 'b2WnAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAr9Ls=';
const MARA = '7kQmAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAx4Fd=';
const names: Record<string, string> = { [KITCHEN]: 'Kitchen laptop' };

/** Made once for each language: making them is what takes time. */
const formats = {
  en: createFormats('en', 'en'),
  de: createFormats('de', 'de'),
  es: createFormats('es', 'es'),
};

const speechIn = (
  language: keyof typeof formats,
  nameOf: (key: string) => string | undefined = (key) => names[key],
) => ({ t: textsFor(language), f: formats[language], nameOf });

const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/u;

test('each event is one printable line of bounded length, in every language, whatever its texts are', () => {
  fc.assert(
    fc.property(logEvents, hostileText, fc.constantFrom('en', 'de', 'es'), (event, name, language) => {
      const speech = speechIn(language, () => name);
      const line = entryLine({ seq: 0, at: 0, level: levelOf(event), event }, speech);
      for (const text of [eventText(event, speech), eventSentence(event, speech), line]) {
        // Thousands of times: `expect` would take longer than all the rest.
        if (UNPRINTABLE.test(text) || text.length >= 500 || text === '')
          throw new Error(JSON.stringify(text));
      }
    }),
    { numRuns: 1_000 },
  );
});

test('what is printable already stays as it is', () => {
  for (const text of ['Mara’s phone', 'كتاب', '👩\u200d👧', 'ERR_SSL_WRONG_VERSION_NUMBER'])
    expect(printable(text)).toBe(text);
});

const said: readonly (readonly [LogEvent, string, string])[] = [
  [
    { kind: 'authenticated', conn: 3, key: KITCHEN, from: '192.168.1.40' },
    'Kitchen laptop (b2Wn…r9Ls): Connected from 192.168.1.40 [3]',
    'Kitchen laptop (b2Wn…r9Ls): Verbunden von 192.168.1.40 [3]',
  ],
  [
    { kind: 'linked', keys: [MARA, KITCHEN] },
    '7kQm…x4Fd: Linked with Kitchen laptop',
    '7kQm…x4Fd: Verknüpft mit Kitchen laptop',
  ],
  [
    { kind: 'unlinked', keys: [KITCHEN, MARA] },
    'Kitchen laptop (b2Wn…r9Ls): No longer linked with 7kQm…x4Fd',
    'Kitchen laptop (b2Wn…r9Ls): Nicht mehr verknüpft mit 7kQm…x4Fd',
  ],
  [
    { kind: 'delivered', key: KITCHEN, bytes: 1_100_000 },
    'Kitchen laptop (b2Wn…r9Ls): Delivered 1.1 MB',
    'Kitchen laptop (b2Wn…r9Ls): 1,1 MB zugestellt',
  ],
  [
    { kind: 'loginRefused', from: '192.168.1.77', reason: 'wrong' },
    '192.168.1.77: Turned away: wrong login',
    '192.168.1.77: Abgewiesen: Anmeldung falsch',
  ],
  [{ kind: 'quiet' }, 'All delivered, quiet', 'Alles zugestellt, Ruhe'],
];

test('an event is told in plain words, with whom it is about', () => {
  for (const [event, english, german] of said) {
    expect(eventSentence(event, speechIn('en')).replaceAll('\u00a0', ' ')).toBe(english);
    expect(eventSentence(event, speechIn('de')).replaceAll('\u00a0', ' ')).toBe(german);
  }
});
