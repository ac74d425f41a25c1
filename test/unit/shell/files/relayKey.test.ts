import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRelayId, relayIdOf } from '../../../../main/protocol/relayId';
import { relayKeyIn } from '../../../../main/shell/files/relayKey';
import { expect, test } from '../../../helpers/relayFixture';

test('a relay that is new gets a key, for its owner alone, and keeps it', ({ folder }) => {
  const path = join(folder, 'relay-key');
  const made = relayKeyIn(path, undefined);
  if (!made) throw new Error('no key');
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(relayKeyIn(path, relayIdOf(made.publicKey))).toEqual(made);
  expect(relayKeyIn(path, undefined)).toEqual(made);
});

test('one that has an identity from before gets none, and none that is not its own', ({ folder }) => {
  const path = join(folder, 'relay-key');
  expect(relayKeyIn(path, makeRelayId())).toBe(undefined);
  expect(readdirSync(folder)).toEqual([]);
  relayKeyIn(path, undefined);
  expect(relayKeyIn(path, makeRelayId())).toBe(undefined);
});

test('a file that holds something else is left as it is', ({ folder }) => {
  const path = join(folder, 'relay-key');
  writeFileSync(path, 'mine');
  expect(relayKeyIn(path, undefined)).toBe(undefined);
  expect(readFileSync(path, 'utf8')).toBe('mine');
});
