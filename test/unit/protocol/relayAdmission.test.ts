import { expect, test } from '@playwright/test';
import type { AdmitDevice } from '../../../main/protocol/relay';
import { createDesk, key, linkedPair } from './relayTestKit';

// Who is let in is decided after the key is proved, and by somebody else; what the relay makes of it is looked at here.

/** A relay that lets in all but those named, and the list of whom it was asked about. */
function guarded(out: Readonly<Record<string, 'blocked' | 'unknown'>>) {
  const rules = new Map(Object.entries(out).map(([name, why]) => [key(name), why]));
  const asked: string[] = [];
  const admit: AdmitDevice = (of) => {
    asked.push(of);
    return rules.get(of) ?? 'admitted';
  };
  return { newApp: createDesk(admit), rules, asked };
}

const SENTENCES = {
  blocked: 'This device is blocked',
  unknown: 'This device has to be let in at the relay first',
} as const;

for (const why of ['blocked', 'unknown'] as const) {
  test(`${why}: told in words, closed, and seen by nobody`, () => {
    const { newApp } = guarded({ x: why });
    newApp.login('ab');
    newApp.open(3);
    expect(newApp.iam(3, 'x')).toEqual([`3 < Generic: ${SENTENCES[why]}`, '3 closed: notAdmitted']);
    expect(newApp.facts.at(-1)).toEqual({ kind: 'notAdmitted', conn: 3, key: key('x'), why });
    // Its socket may say more, and ends: neither is anything to anybody.
    expect(newApp.iam(3, 'x')).toEqual([]);
    expect(newApp.connect(3, 'a')).toEqual([]);
    expect(newApp.send(3, 'a', 'hi')).toEqual([]);
    expect(newApp.gone(3)).toEqual([]);
    expect(newApp.facts.filter(({ kind }) => kind === 'left')).toEqual([]);
    // One that comes later hears nothing of it, and nobody can reach it.
    newApp.open(4);
    expect(newApp.iam(4, 'c')).toEqual([
      ...['4 < authenticated', '4 < entered a', '4 < entered b', '1 < entered c', '2 < entered c'],
    ]);
    newApp.connect(1, 'x');
    expect(newApp.send(1, 'x', 'hi')).toEqual(['1 < Generic: No such connection']);
    expect(newApp.expelled('x')).toEqual([]);
  });
}

test('a bad signature is never asked about: nobody can find out who is blocked, or wait in another’s name', () => {
  const { newApp, asked } = guarded({ x: 'blocked' });
  newApp.open(1);
  newApp.open(2);
  expect(newApp.iam(1, 'x', 2)).toEqual(['1 < Generic: Invalid signature']);
  expect(asked).toEqual([]);
  expect(newApp.facts.map(({ kind }) => kind)).toEqual(['signatureRefused']);
  newApp.iam(2, 'x');
  expect(asked).toEqual([key('x')]);
});

test('each login is asked about anew: who was turned away gets in once that is decided', () => {
  const { newApp, rules } = guarded({ x: 'unknown' });
  newApp.login('a');
  newApp.connect(1, 'x');
  newApp.login('x');
  rules.delete(key('x'));
  newApp.open(3);
  expect(newApp.iam(3, 'x')).toEqual(['3 < authenticated', '3 < entered a', '1 < entered x']);
  // What the other had asked for still stands.
  expect(newApp.connect(3, 'a').sort()).toEqual(['1 < connected x', '3 < connected a']);
});

test('one that is turned away does not replace the connection of the same key that is there', () => {
  const { newApp, rules } = guarded({});
  newApp.login('ab');
  newApp.link(1, 'a', 2, 'b');
  rules.set(key('a'), 'blocked');
  newApp.open(3);
  expect(newApp.iam(3, 'a')).toEqual(['3 < Generic: This device is blocked', '3 closed: notAdmitted']);
  expect(newApp.send(2, 'a', 'hi')).toEqual(['1 < data b 6869']);
});

test.describe('expelled', () => {
  test('its peers hear that it is disconnected and gone, in this order, and its connection ends', () => {
    const newApp = linkedPair();
    newApp.login('c');
    expect(newApp.expelled('a')).toEqual([
      ...['2 < disconnected a', '2 < exited a', '3 < exited a', '1 closed: notAdmitted'],
    ]);
    expect(newApp.facts.slice(-2)).toEqual([
      { kind: 'unlinked', keys: [key('a'), key('b')] },
      { kind: 'left', conn: 1, key: key('a'), replaced: false },
    ]);
    // The old socket’s end, and a second wish, come to nothing.
    expect(newApp.send(1, 'b', 'hi')).toEqual([]);
    expect(newApp.gone(1)).toEqual([]);
    expect(newApp.expelled('a')).toEqual([]);
    expect(newApp.send(2, 'a', 'hi')).toEqual(['2 < Generic: No such connection']);
  });

  test('what others asked for survives, what it asked for does not', () => {
    const newApp = linkedPair();
    newApp.expelled('a');
    newApp.open(3);
    expect(newApp.iam(3, 'a')).toEqual(['3 < authenticated', '3 < entered b', '2 < entered a']);
    expect(newApp.send(2, 'a', 'hi')).toEqual(['2 < Generic: No such connection']);
    expect(newApp.connect(3, 'b').sort()).toEqual(['2 < connected a', '3 < connected b']);
  });

  test('others stay linked with each other', () => {
    const newApp = linkedPair();
    newApp.login('c');
    newApp.link(1, 'a', 3, 'c');
    newApp.expelled('b');
    expect(newApp.send(1, 'c', 'hi')).toEqual(['3 < data a 6869']);
  });

  test('one who is not here is nothing; one who only said a name is not it', () => {
    const newApp = createDesk();
    newApp.open(1);
    newApp.open(2);
    newApp.iam(1, 'a', 2);
    expect(newApp.expelled('a')).toEqual([]);
    expect(newApp.connect(1, 'b')).toEqual(['1 < Generic: Connection forbidden']);
  });
});
