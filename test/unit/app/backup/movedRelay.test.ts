import { expect, test } from '@playwright/test';
import { backupOf, movedSettings, type PresentRelay } from '../../../../main/app/backup/movedRelay';
import { openBackup, sealBackup } from '../../../../main/app/backup/sealedBackup';
import { DEFAULT_SETTINGS, parseSettings, type Settings } from '../../../../main/app/settings/settings';
import { generateIdentity } from '../../../../main/protocol/identity';
import { makeRelayId, relayIdOf } from '../../../../main/protocol/relayId';

const identity = generateIdentity();
const ID = relayIdOf(identity.publicKey);
const PEM = { certificate: 'a certificate', key: 'its key' };
const DEVICE = {
  ...{
    key: generateIdentity().publicKey,
    name: 'The tablet',
    firstSeen: 1,
    lastSeen: 2,
    lastFrom: '127.0.0.1',
  },
  ...{ blocked: true, letIn: false },
};

const relayWith = (settings: Partial<Settings>, more: Partial<PresentRelay> = {}): PresentRelay => ({
  settings: { ...DEFAULT_SETTINGS, ...settings },
  devices: new Map([[DEVICE.key, DEVICE]]),
  password: 'hqtm-xwke-rbzf-vdnu',
  identity: { id: ID, identity },
  ...more,
});

test('what moves is who the relay is and how it is reached', () => {
  const settings = { username: 'family', port: 9007, name: 'Ours', onlyKnown: true };
  expect(backupOf(relayWith(settings), 7)).toEqual({
    madeAt: 7,
    account: { username: 'family', password: 'hqtm-xwke-rbzf-vdnu' },
    identity: { id: ID, identity },
    certificate: undefined,
    devices: new Map([[DEVICE.key, DEVICE]]),
    ...{ onlyKnown: true, name: 'Ours', port: 9007 },
  });
});

test('an account that nobody named has the usual user name', () =>
  expect(backupOf(relayWith({}), 7).account.username).toBe('household'));

for (const [kind, moves] of [
  ['selfSigned', PEM],
  ['off', undefined],
] as const)
  test(`with TLS ${kind}, the app’s own certificate ${moves ? 'moves' : 'stays'}`, () =>
    expect(backupOf(relayWith({ tls: { kind } }, { certificate: PEM }), 7).certificate).toEqual(moves));

test('the other relay replaces what makes this one itself, and leaves how the app behaves here', () => {
  const theirs = backupOf(relayWith({ username: 'family', port: 9007, onlyKnown: true }), 7);
  const here: Settings = {
    ...DEFAULT_SETTINGS,
    ...{ port: 9001, username: 'me', name: 'Mine', tls: { kind: 'selfSigned' }, relayId: makeRelayId() },
    ...{ reach: 'computer', advertise: false, keepAwake: true, relayOn: false, welcomed: false },
  };
  const moved = movedSettings(here, theirs);
  expect(moved).toEqual({
    ...here,
    ...{ port: 9007, username: 'family', name: undefined, tls: { kind: 'off' }, relayId: ID },
    ...{ onlyKnown: true, relayOn: true, welcomed: true },
  });
  expect(parseSettings(JSON.parse(JSON.stringify(moved)))).toEqual({
    ok: true,
    value: JSON.parse(JSON.stringify(moved)),
  });
});

test('with a certificate encryption is on, and without a port it is the usual one', () => {
  const theirs = backupOf(relayWith({ tls: { kind: 'selfSigned' } }, { certificate: PEM }), 7);
  const files: Settings['tls'] = { kind: 'files', certificatePath: '/a', keyPath: '/b' };
  const moved = movedSettings({ ...DEFAULT_SETTINGS, port: 9100, tls: files }, theirs);
  expect(moved).toMatchObject({ tls: { kind: 'selfSigned' }, port: 9001 });
});

test('a relay without identity gets another one than this computer had', () => {
  const theirs = backupOf(relayWith({}, { identity: undefined }), 7);
  expect(movedSettings({ ...DEFAULT_SETTINGS, relayId: makeRelayId() }, theirs).relayId).toBeUndefined();
});

test('through a file, all of it comes out as it went in', async () => {
  const backup = backupOf(relayWith({ username: 'family', port: 9007 }), 7);
  const sealed = await sealBackup(backup, 'three words are good', { n: 2 ** 14, r: 1, p: 1 });
  if (!sealed.ok) throw new Error(sealed.error);
  const opened = await openBackup(sealed.value, 'three words are good');
  expect(opened.ok && movedSettings(DEFAULT_SETTINGS, opened.value)).toEqual(
    movedSettings(DEFAULT_SETTINGS, backup),
  );
});
