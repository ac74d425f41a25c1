import { expect, test } from '@playwright/test';
import { advertisementOf } from '../../../../main/app/relay/advertising';
import { DEFAULT_SETTINGS } from '../../../../main/app/settings/settings';
import { type AppState, initialState } from '../../../../main/app/state';
import { makeRelayId } from '../../../../main/protocol/relayId';

const relayId = makeRelayId();
const fingerprint = 'AB'.repeat(32);

const running: AppState = {
  ...initialState({ ...DEFAULT_SETTINGS, port: 9001, relayId }, 'study-mac'),
  relay: { kind: 'running', port: 9001, address: '::' },
};

test('a running relay is to be found under the computer’s name, as it listens', () => {
  expect(advertisementOf(running)).toEqual({ name: 'study-mac', id: relayId, address: '::', port: 9001 });
});

test('with the name that a person chose, and the certificate’s fingerprint', () => {
  const settings = { ...running.settings, name: 'Kitchen' };
  const certificate = { fingerprint, validUntil: 0, names: [] };
  expect(advertisementOf({ ...running, settings, certificate })).toMatchObject({
    name: 'Kitchen',
    fingerprint,
  });
});

for (const [why, more] of [
  ['it is stopped', { relay: { kind: 'stopped' } }],
  ['nobody wants it to be', { settings: { ...running.settings, advertise: false } }],
  ['only this computer can reach it', { settings: { ...running.settings, reach: 'computer' } }],
] as const satisfies [string, Partial<AppState>][]) {
  test(`nothing is to be found while ${why}`, () => {
    expect(advertisementOf({ ...running, ...more })).toBe(undefined);
  });
}
