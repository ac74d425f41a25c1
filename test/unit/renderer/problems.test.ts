import { expect, test } from '@playwright/test';
import { createFormats, textsFor } from '../../../main/texts';
import type { Problem, TlsSetting } from '../../../preload/views';
import { problemSentence } from '../../../renderer/components/problemSentence';
import {
  addressWithPort,
  adviceFor,
  decryptCommand,
  factsOf,
  remediesFor,
} from '../../../renderer/views/overview/problems';
import { everyProblem } from './snapshots';

const en = textsFor('en');
const files: TlsSetting = { kind: 'files', certificatePath: '/tls/relay.pem', keyPath: '/tls/key.pem' };
const own: TlsSetting = { kind: 'selfSigned' };
const expired: Problem = {
  kind: 'certificate',
  trouble: { kind: 'expired', path: '/tls/relay.pem', validUntil: new Date(Date.UTC(2026, 10, 3, 12)) },
};

test('every problem has a sentence, advice and a remedy, in both languages', () => {
  for (const language of ['en', 'de'] as const) {
    const [t, f] = [textsFor(language), createFormats(language, language)];
    const sentences = everyProblem.map((problem) => problemSentence(t, f, problem));
    expect(new Set(sentences).size).toBe(everyProblem.length);
    for (const [i, problem] of everyProblem.entries()) {
      expect(sentences[i]).toMatch(/^[A-ZÄÖÜ].+\.$/);
      for (const tls of [files, own]) {
        expect(adviceFor(t, problem, tls)).toMatch(/^[A-ZÄÖÜ].+[.:]$/);
        expect(remediesFor(problem, tls).length).toBeGreaterThan(0);
      }
    }
  }
});

test('a sentence names the date as the person’s system writes it', () => {
  const sentence = problemSentence(en, createFormats('en', 'en-GB'), expired);
  expect(sentence).toBe('The certificate in /tls/relay.pem expired on 3 November 2026.');
});

test('a taken port offers the free one first, and no program that is unknown', () => {
  const problem: Problem = { kind: 'portInUse', port: 9001, nextFree: 9002, owner: undefined };
  expect(remediesFor(problem, own)).toEqual([
    { kind: 'usePort', port: 9002 },
    { kind: 'choosePort' },
    { kind: 'tryAgain', port: 9001 },
  ]);
  expect(factsOf(en, problem).map(({ label, value }) => [label, value])).toEqual([
    ['Port wanted', '9001'],
    ['Next free port', '9002'],
  ]);
  expect(factsOf(en, { ...problem, owner: 'Photos' }).map(({ value }) => value)).toContain('Photos');
});

test('without a free port, a person has to choose one', () => {
  const problem: Problem = { kind: 'portForbidden', port: 80, nextFree: undefined };
  expect(remediesFor(problem, own).map(({ kind }) => kind)).toEqual(['choosePort', 'tryAgain']);
});

test('other files help when the files were chosen, and a new certificate when the relay made its own', () => {
  expect(remediesFor(expired, files).map(({ kind }) => kind)).toEqual([
    'chooseFiles',
    'ownCertificate',
    'tryAgain',
  ]);
  expect(remediesFor(expired, own).map(({ kind }) => kind)).toEqual([
    'newCertificate',
    'tryAgain',
    'chooseFiles',
  ]);
});

test('the command for an encrypted key keeps its path in one piece', () => {
  expect(decryptCommand("/home/mara/it's mine/key.pem", 'linux')).toBe(
    "openssl pkey -in '/home/mara/it'\\''s mine/key.pem' -out '/home/mara/it'\\''s mine/key-open.pem'",
  );
  expect(decryptCommand('/tls.d/key', 'mac')).toBe("openssl pkey -in '/tls.d/key' -out '/tls.d/key-open'");
  expect(decryptCommand('C:\\My keys\\relay.key', 'windows')).toBe(
    'openssl pkey -in "C:\\My keys\\relay.key" -out "C:\\My keys\\relay-open.key"',
  );
});

test('an address gets another port, also an IPv6 one that looks as if it had it twice', () => {
  expect(addressWithPort('http://192.168.1.24:9001/v1/relay', 9001, 9002)).toBe(
    'http://192.168.1.24:9002/v1/relay',
  );
  expect(addressWithPort('https://[fd4c::9001]:9001/v1/relay', 9001, 9002)).toBe(
    'https://[fd4c::9001]:9002/v1/relay',
  );
  expect(addressWithPort('http://192.168.1.24:9001/v1/relay', 9000, 9002)).toBeUndefined();
});
