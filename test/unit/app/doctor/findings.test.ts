import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import { compare } from '../../../../main/app/doctor/advertisedCheck';
import { certificateFinding } from '../../../../main/app/doctor/certificateFinding';
import { findingOf } from '../../../../main/app/doctor/remoteChecks';
import { check, verdictOf } from '../../../../main/app/doctor/verdict';
import { DEFAULT_SETTINGS } from '../../../../main/app/settings/settings';
import { type AppState, initialState } from '../../../../main/app/state';
import { parseFingerprint } from '../../../../main/lib/fingerprint';
import { makeRelayId } from '../../../../main/protocol/relayId';
import { checksText, createFormats, doctorReportText, textsFor } from '../../../../main/texts';
import type { Finding } from '../../../../preload/doctor';
import { FINDINGS } from '../../../helpers/findings';
import { running } from '../../renderer/snapshots';

const all: Finding[] = Object.values(FINDINGS).flat();

for (const language of ['en', 'de'] as const) {
  test(`whatever is found is said in whole sentences (${language})`, () => {
    const t = textsFor(language);
    const f = createFormats(language, language);
    for (const finding of all) {
      const said = t.doctor.text(finding, f);
      assert.match(t.doctor.title(finding), /^\p{Lu}.*[^.:]$/u);
      assert.match(said, /^[\p{L}“„].*[.:]$/u);
      assert.doesNotMatch(said, /undefined|\[object|\s\s/);
      // A colon at the end promises lines to type.
      const { remedies } = check('firewall', finding);
      assert.equal(
        said.endsWith(':'),
        remedies.some(({ kind }) => kind === 'commands'),
        said,
      );
    }
  });
}

test('what keeps every device out has failed, what may keep one out is a warning', () => {
  const silent = [{ host: '10.8.0.12', why: { kind: 'timedOut' } }] as const;
  expect(verdictOf({ kind: 'silentAt', silent, answers: [] })).toBe('failed');
  expect(verdictOf({ kind: 'silentAt', silent, answers: ['192.168.7.1'] })).toBe('warning');
  expect(verdictOf({ kind: 'portUncertain', program: 'ufw', port: 1, commands: [] })).toBe('warning');
  expect(verdictOf({ kind: 'programBlocked', program: 'windows' })).toBe('failed');
  expect(verdictOf({ kind: 'skipped', why: 'onlyHere' })).toBe('notTried');
});

test('the remedy is that of the system at hand', () => {
  const remedies = (finding: Finding) => check('firewall', finding).remedies;
  const commands = ['sudo ufw allow 9001/tcp'];
  expect(remedies({ kind: 'portClosed', program: 'windows', port: 9001, commands: [] })).toEqual([
    { kind: 'allowInFirewall' },
  ]);
  expect(remedies({ kind: 'portClosed', program: 'ufw', port: 9001, commands })).toEqual([
    { kind: 'commands', lines: commands },
  ]);
  expect(remedies({ kind: 'programBlocked', program: 'mac' })).toEqual([]);
});

test.describe('the certificate', () => {
  const NOW = Date.UTC(2026, 10, 25);
  const DAY_MS = 86_400_000;
  const state = (days: number, names: string[], kind: 'selfSigned' | 'files' = 'selfSigned'): AppState => ({
    ...initialState(
      {
        ...DEFAULT_SETTINGS,
        tls: kind === 'files' ? { kind, certificatePath: 'c', keyPath: 'k' } : { kind },
      },
      'study',
    ),
    hosts: ['192.168.7.1', 'fd00:0::1'],
    certificate: { fingerprint: 'AB', validUntil: NOW + days * DAY_MS, names },
  });

  test('has to be valid for long, and for each address that stays', () => {
    const named = ['192.168.7.1'];
    expect(certificateFinding(state(800, named), NOW)).toMatchObject({ kind: 'certificateValid' });
    expect(certificateFinding(state(29, named), NOW)).toMatchObject({ kind: 'certificateEnds', own: true });
    expect(certificateFinding(state(0, named, 'files'), NOW)).toMatchObject({
      kind: 'certificateEnded',
      own: false,
    });
    expect(certificateFinding(state(800, ['relay.example']), NOW)).toEqual({
      kind: 'namesMissing',
      hosts: ['192.168.7.1'],
      own: true,
    });
  });
});

test.describe('what the network tells', () => {
  const id = makeRelayId();
  const relay = { id, name: 'Study', port: 9001, urls: ['http://192.168.7.1:9001/v1/relay'] };
  const fingerprint = parseFingerprint('AB'.repeat(32));

  test('is compared with what the relay is', () => {
    expect(compare([relay], relay)).toEqual({ kind: 'seen', name: 'Study' });
    expect(compare([], relay)).toEqual({ kind: 'notSeen', name: 'Study' });
    const old = { ...relay, port: 9002, name: 'Attic' };
    expect(compare([old], relay)).toMatchObject({ kind: 'seenOtherwise', differs: ['name', 'port'] });
    expect(compare([old, relay], relay)).toMatchObject({ kind: 'seen' });
    expect(compare([relay], { ...relay, ...(fingerprint && { fingerprint }) })).toMatchObject({
      differs: ['fingerprint'],
    });
  });

  test('has to leave no doubt which relay is meant', () => {
    expect(findingOf([])).toEqual({ kind: 'foundNone' });
    expect(findingOf([relay, relay])).toMatchObject({ kind: 'found', name: 'Study' });
    expect(findingOf([relay, { ...relay, id: makeRelayId() }])).toMatchObject({ kind: 'foundSeveral' });
  });
});

test('the report is plain text, what is wrong first, without user name and with a stranger’s words tamed', () => {
  const evil = 'Study\n\u001b[31m\u202eevil';
  const checks = [
    check('listening', { kind: 'listens', port: 9001 }, 2.4),
    check('advertised', { kind: 'notSeen', name: evil }),
    check('login', { kind: 'turnsAway' }),
    check('firewall', {
      kind: 'portClosed',
      program: 'ufw',
      port: 9001,
      commands: ['sudo ufw allow 9001/tcp'],
    }),
  ];
  const t = textsFor('en');
  const f = createFormats('en', 'en');
  expect(
    checksText(checks, t, f)
      .split('\n')
      .filter((line) => line.startsWith('[')),
  ).toEqual([
    '[failed] User name or password are not right',
    '[look here] Devices nearby may not find it',
    '[look here] The firewall may turn your devices away',
    '[passed] Listening (2 ms)',
  ]);
  const settings = { ...running.settings, username: 'maras-own-name' };
  const from = '192.168.7.9';
  const turnedAway = [{ from, why: 'wrongPassword', count: 3, last: 0, letInSince: false }] as const;
  const text = doctorReportText({ at: 0, checks }, { ...running, settings, turnedAway }, t, f);
  expect(text).not.toContain('maras-own-name');
  expect(text).not.toMatch(/[^\n\P{C}]/u);
  expect(text).toContain('\n    sudo ufw allow 9001/tcp\n');
  expect(text).toContain('192.168.7.9: Wrong user name or password, 3 times, last 1970-01-01T00:00:00.000Z.');
});
